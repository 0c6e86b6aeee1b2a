"""Check: what every detector over flows must keep, in the spirit of scikit-learn's estimator checks.

Call `check_detector` from a test. It runs the detector some eight times on variants of one flow
table, each time in a fresh engine, and raises `CheckFailed` at the first claim that does not hold.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from math import isclose, isfinite
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pyarrow as pa

from noroshi.spine.engine import FLOWS, DuckEngine, Engine, FlowDetector
from noroshi.spine.model import Finding, Window
from noroshi.testing.flows import flow_window, shifted
from noroshi.testing.parquet import write_flows

MIN_EVIDENCE = 2
"""Reasons that each finding needs."""

SHIFT = timedelta(weeks=4)
"""Keeps hour and weekday, so that evidence about daily rhythm stays what it was."""

SAME_SCORE = 1e-6
"""Scores nearer than this are the same; sums of floats depend on the order of rows."""

Run = Callable[[pa.Table, Window], list[Finding]]


class CheckFailed(AssertionError):  # noqa: N818  # a failed assertion, as pytest reports it
    """A detector does not keep its contract; the message says which part."""


def duck_engine() -> Engine:
    """The embedded engine at a size for tests."""
    return DuckEngine(memory_limit="1GB", threads=2)


def check_detector(
    detector: FlowDetector,
    flows: pa.Table,
    *,
    window: Window | None = None,
    engines: Mapping[str, Callable[[], Engine]] | None = None,
) -> None:
    """Hold a detector to its contract.

    Args:
        detector: The detector, with its parameters.
        flows: Flow table in which it finds something; a few thousand rows keep the check quick.
        window: The time to look at; by default the one that holds every flow.
        engines: Makers of engines by name, the reference first; by default DuckDB alone.

    Raises:
        CheckFailed: A claim does not hold.
    """
    window = window or flow_window(flows)
    makers = dict(engines or {"duckdb": duck_engine})
    runs = {name: _runner(detector, make) for name, make in makers.items()}
    run = next(iter(runs.values()))
    before = repr(detector)
    found = run(flows, window)

    _claim(bool(found), "these flows give no finding, so the checks would prove nothing")
    _check_findings(found, detector, window)
    _check_stable(found, run(flows, window))
    _claim(repr(detector) == before, "detect() changed the detector; it may not learn from a run")
    _check_empty(run, flows, window)
    _check_one_row(run, flows, detector, window)
    _check_shuffled(run, flows, window, found)
    _check_repeated(run, flows, window, found)
    _check_shifted(run, flows, window, found)
    for name, other in runs.items():
        if other is not run:
            _check_same(found, other(flows, window), f"the engine {name}")


def _runner(detector: FlowDetector, make_engine: Callable[[], Engine]) -> Run:
    def run(flows: pa.Table, window: Window) -> list[Finding]:
        with TemporaryDirectory(prefix="noroshi-check-") as folder:
            engine = make_engine()
            try:
                engine.register(FLOWS, [write_flows(flows, Path(folder))])
                return detector.detect(engine, window)
            finally:
                engine.close()

    return run


def _check_findings(found: Sequence[Finding], detector: FlowDetector, window: Window) -> None:
    """Claims about each finding alone."""
    ids = [finding.id for finding in found]
    _claim(len(set(ids)) == len(ids), "two findings have the same id")
    for finding in found:
        about = str(finding.subject)
        by = (finding.detector.name, finding.detector.version)
        _claim(0.0 <= finding.score <= 1.0, f"{about}: score {finding.score} is outside [0, 1]")
        _claim(finding.window == window, f"{about}: bears another window than was asked for")
        _claim(by == (detector.name, detector.version), f"{about}: names another detector")
        _check_evidence(finding, about)


def _check_evidence(finding: Finding, about: str) -> None:
    count = len(finding.evidence)
    _claim(count >= MIN_EVIDENCE, f"{about}: {count} evidence, at least {MIN_EVIDENCE} are needed")
    for evidence in finding.evidence:
        text, code = evidence.text, evidence.code
        _claim(bool(text.ja.strip() and text.en.strip()), f"{about}: {code} lacks a language")
        _claim(text.ja != text.en, f"{about}: {code} says the same in both languages")
        _claim(isfinite(evidence.weight), f"{about}: {code} has weight {evidence.weight}")


def _check_stable(found: Sequence[Finding], again: Sequence[Finding]) -> None:
    same = [f.id for f in found] == [f.id for f in again]
    _claim(same, "the same flows gave other ids, or another order, in a second run")
    _check_same(found, again, "a second run")


def _check_empty(run: Run, flows: pa.Table, window: Window) -> None:
    _claim(not run(flows.slice(0, 0), window), "an empty flow table gave a finding")


def _check_one_row(run: Run, flows: pa.Table, detector: FlowDetector, window: Window) -> None:
    _check_findings(run(flows.slice(0, 1), window), detector, window)


def _check_shuffled(run: Run, flows: pa.Table, window: Window, found: Sequence[Finding]) -> None:
    order = list(range(flows.num_rows))
    Random(0).shuffle(order)  # noqa: S311  # an order of rows, no secret
    _check_same(found, run(flows.take(order), window), "shuffling the rows")


def _check_repeated(run: Run, flows: pa.Table, window: Window, found: Sequence[Finding]) -> None:
    created = _by_subject(run(pa.concat_tables([flows, flows]), window)).keys()
    new = sorted(subject for _, subject in created - _by_subject(found).keys())
    _claim(not new, f"repeating every row created a finding: {', '.join(new)}")


def _check_shifted(run: Run, flows: pa.Table, window: Window, found: Sequence[Finding]) -> None:
    later = Window(window.start + SHIFT, window.end + SHIFT)
    moved = run(shifted(flows, SHIFT), later)
    _claim(all(f.window == later for f in moved), "shifting the clock did not shift the windows")
    _check_same(found, moved, "shifting the clock")


def _check_same(found: Sequence[Finding], other: Sequence[Finding], after: str) -> None:
    """The same conclusions, whatever their order and window."""
    ours, theirs = _by_subject(found), _by_subject(other)
    lost, new = sorted(ours.keys() - theirs.keys()), sorted(theirs.keys() - ours.keys())
    _claim(not lost, f"{after} lost a finding: {lost[:1]}")
    _claim(not new, f"{after} created a finding: {new[:1]}")
    for key, mine in ours.items():
        its = theirs[key]
        near = isclose(mine.score, its.score, abs_tol=SAME_SCORE)
        _claim(near, f"{after} moved the score of {key[1]} from {mine.score} to {its.score}")
        _claim(mine.label == its.label, f"{after} made {key[1]} {its.label}, it was {mine.label}")
        _claim(_codes(mine) == _codes(its), f"{after} changed the evidence on {key[1]}")


def _by_subject(found: Sequence[Finding]) -> dict[tuple[str, str], Finding]:
    return {(finding.kind, str(finding.subject)): finding for finding in found}


def _codes(finding: Finding) -> list[str]:
    return sorted(evidence.code for evidence in finding.evidence)


def _claim(holds: bool, otherwise: str) -> None:
    if not holds:
        raise CheckFailed(otherwise)
