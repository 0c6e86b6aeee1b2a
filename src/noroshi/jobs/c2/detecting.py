"""Detecting: flows in the lake become findings in the store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter

from noroshi.c2.judge import KIND, Judgement, ServerDetector
from noroshi.jobs.c2.analysing import detector_of
from noroshi.jobs.flows.opening import Opened, open_flows
from noroshi.spine.engine import Progress
from noroshi.spine.home import Home
from noroshi.spine.model import Finding, Window
from noroshi.spine.store import Store

Look = Callable[[Opened, ServerDetector, Judgement, Sequence[Finding]], None]
"""Called with the open engine after judging, for those who want a closer look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """What a detection came to.

    Attributes:
        findings: Servers at the threshold, or every scored server, highest first.
        listed: How many of them reach the threshold.
        window: What was looked at.
        flows: Flow rows in the files of the window.
        subscribers: Subscribers that asked anything outside.
        servers: Servers that were scored.
        seconds: Duration of the analysis.
        threshold: Probability from which a server is listed.
    """

    findings: tuple[Finding, ...]
    listed: int
    window: Window
    flows: int
    subscribers: int
    servers: int
    seconds: float
    threshold: float


def detect(
    home: Home,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    everything: bool = False,
    progress: Progress | None = None,
    look: Look | None = None,
) -> Detected:
    """Find C&C servers and keep them; the same window replaces what it gave before.

    Args:
        home: Lake, settings, allow-lists and store.
        start: First instant to look at; the first flow when left out.
        end: First instant not to look at; just after the last flow when left out.
        everything: Give every scored server; only those at the threshold are kept in the store.
        progress: Called while steps run.
        look: Called before the engine closes.

    Raises:
        ConfigError: There are no flows in that time, or an allow-list is wrong.
        Cancelled: The user stopped it; the store is as it was.
    """
    detector, lists = detector_of(home)
    with open_flows(home, start=start, end=end, progress=progress) as opened:
        began = perf_counter()
        judgement = detector.judge(opened.engine, opened.window)
        wanted = judgement.facts.scored if everything else detector.listed(judgement)
        findings = detector.findings(judgement, wanted)
        seconds = perf_counter() - began
        listed = [f for f in findings if f.score >= detector.parameters.threshold]
        if look is not None:
            look(opened, detector, judgement, listed)
    _keep(home, detector, opened.window, listed, {"allow-lists": lists.version})
    return Detected(
        findings=tuple(findings),
        listed=len(listed),
        window=opened.window,
        flows=opened.flows,
        subscribers=judgement.facts.network.subscribers,
        servers=int(judgement.facts.scored.sum()),
        seconds=seconds,
        threshold=detector.parameters.threshold,
    )


def _keep(
    home: Home,
    detector: ServerDetector,
    window: Window,
    listed: Sequence[Finding],
    inputs: dict[str, str],
) -> None:
    with Store.open(home.state) as store:
        run = store.begin_run(
            "c2 detect",
            detector=detector.identity,
            window=window,
            inputs=inputs,
            at=datetime.now(UTC),
        )
        store.replace_findings(run, listed, kind=KIND, window=window)
        store.end_run(run, outcome="done", counts={"listed": len(listed)}, at=datetime.now(UTC))
