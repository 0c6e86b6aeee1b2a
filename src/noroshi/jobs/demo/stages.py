"""Demo stages: the product's own importer, detector, report and list, working on a home for the demo."""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from noroshi.c2.judge import Judgement, ServerDetector
from noroshi.jobs.c2.detecting import Detected, detect
from noroshi.jobs.c2.explaining import portraits
from noroshi.jobs.demo.course import Stages
from noroshi.jobs.flows.importing import ImportOptions, import_files
from noroshi.jobs.flows.opening import Opened
from noroshi.jobs.share.publishing import publish
from noroshi.lab import SUBSCRIBER_RANGES
from noroshi.lab import Truth as LabTruth
from noroshi.lab.truth import kind_text
from noroshi.relay.explain import Lang, Portrait, Summary, TrueServer, Truth, render_report
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.home import Home, write_whole
from noroshi.spine.model import ConfigError, Finding, SourceError, Standing, Text, Window
from noroshi.spine.store import Store
from noroshi.spine.store.lists import Choice, SharedList

DRAWN = 30
"""Findings with a portrait in the report, best first."""

TITLE = Text(ja="作られた一日の検知報告", en="What was found in the made day")

SETTINGS = f"""# Settings of the demo's home: made subscribers, made servers.
[flows]
subscribers = {list(SUBSCRIBER_RANGES)!r}

[share]
made_data = true
"""


class ProductStages:
    """Runs the product on a home and keeps what the report needs.

    Args:
        home: The demo's home; its settings file is written when there is none.
        lang: Language that the report shows first.

    Raises:
        ConfigError: The home holds somebody's own flows.
    """

    def __init__(self, home: Home, lang: Lang) -> None:
        if not home.settings_file.exists() and not FlowLake(home.flows).files():
            home.settings_file.write_text(SETTINGS, encoding="utf-8")
        if not home.settings.share.made_data:
            raise ConfigError(
                f"{home.path} is not a home for made data; run the demo in one of its own: "
                "noroshi --home demo-home demo"
            )
        self._home = home
        self._lang: Lang = lang
        self._detected: Detected | None = None
        self._portraits: list[Portrait] = []

    def stages(self) -> Stages:
        """The stages as the demo calls them."""
        return Stages(
            take_in=self.take_in, detect=self.detect, report=self.report, publish=self.publish
        )

    def take_in(self, paths: Sequence[Path]) -> int:
        """Import captures into the emptied lake, so that no earlier day mixes in; gives rows kept.

        Raises:
            SourceError: A capture that the demo wrote cannot be read back.
        """
        options = ImportOptions(format="export-pcap", subscribers=SUBSCRIBER_RANGES)
        kept = 0
        shutil.rmtree(self._home.flows, ignore_errors=True)
        with Store.open(self._home.state) as store:
            for done in import_files(self._home, store, [str(p) for p in paths], options):
                if done.record is None:
                    raise SourceError(f"{done.file} cannot be read back: {done.problem}")
                kept += done.record.kept
        return kept

    def detect(self, window: Window) -> Sequence[Finding]:
        """Find servers, and draw the best while the flows are open."""
        self._detected = detect(self._home, start=window.start, end=window.end, look=self._draw)
        return self._detected.findings

    def report(self, findings: Sequence[Finding], truth: LabTruth) -> Path:
        """Write the page: the list beside the truth, and the portraits."""
        assert self._detected is not None, "detect comes before report"
        page = render_report(
            findings, self._portraits, _summary(self._detected), _planted(truth), self._lang
        )
        path = self._home.evidence / "demo.html"
        write_whole([page.encode()], path)
        return path

    def publish(self) -> int:
        """Bring the shared list up to date, as the hub does by the clock."""
        with Store.open(self._home.state) as store:
            publish(self._home, store, datetime.now(UTC))
            choice = Choice(collections=("c2-servers",), standings=(Standing.LIVE,))
            return SharedList(store.database).count(choice)

    def _draw(
        self,
        opened: Opened,
        detector: ServerDetector,
        judgement: Judgement,
        listed: Sequence[Finding],
    ) -> None:
        self._portraits = portraits(opened, judgement, listed[:DRAWN], detector)


def _summary(detected: Detected) -> Summary:
    return Summary(
        window=detected.window,
        flows=detected.flows,
        subscribers=detected.subscribers,
        servers=detected.servers,
        threshold=detected.threshold,
        seconds=detected.seconds,
        command="noroshi demo",
        title=TITLE,
    )


def _planted(truth: LabTruth) -> Truth:
    return Truth(
        servers=tuple(
            TrueServer(address=c.endpoint.address, family=_family(c.kind, c.family))
            for c in truth.controllers
        )
    )


def _family(kind: str, family: str) -> Text:
    """Class and made name of a botnet."""
    words = kind_text(kind)
    return Text(ja=f"{words.ja}（{family}）", en=f"{words.en} ({family})")
