"""Guiding: the newest results of a home, the score they give, and the guideline that says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from noroshi.readiness.guide.catalogue import edition, items
from noroshi.readiness.guide.document import Paper, render_paper
from noroshi.readiness.guide.reading import Readings
from noroshi.readiness.guide.score import Scored, score
from noroshi.readiness.guide.state import DECLARABLE, State, states_of
from noroshi.readiness.guide.topic import DECLARED
from noroshi.relay.kpi.document import as_pdf
from noroshi.spine.model import ConfigError, Language
from noroshi.spine.store import Store
from noroshi.spine.store.readiness_results import KeptResult, ReadinessResults

JOB = "readiness guideline"
"""Job of the runs that issue a document; the programme counts them."""

LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What document is wanted.

    Attributes:
        issuer: Who issues it.
        operator: Whose state it tells; empty for the generic guideline.
        language: Of the text.
        pdf: Whether it is a PDF.
    """

    issuer: str
    operator: str
    language: Language
    pdf: bool


def readings_of(store: Store, at: datetime, *, past: bool = False) -> Readings:
    """What the newest results say.

    Args:
        store: The state.
        at: When they are read.
        past: Leave out what was kept later than that.
    """
    results = ReadinessResults(store.database).newest(at=at if past else None)
    return Readings(results, at)


def scored_of(readings: Readings) -> Scored:
    """The score that some readings give."""
    return score(states_of(readings), readings.at)


def issue_guideline(store: Store, order: Order, now: datetime) -> tuple[str, bytes]:
    """Write a guideline; gives its run and its octets. The run is what the programme counts.

    Raises:
        ConfigError: A PDF is wanted, and the system lacks the libraries that draw text.
    """
    readings = readings_of(store, now) if order.operator else Readings((), now)
    inputs = {
        "operator": order.operator,
        "language": order.language,
        "edition": edition(),
        "form": "pdf" if order.pdf else "html",
        "results": " ".join(result.run for result in readings.results),
    }
    run = store.begin_run(JOB, detector=None, window=None, inputs=inputs, at=now)
    outcome, counts = "stopped", dict[str, int]()
    try:
        paper = Paper(
            issuer=order.issuer, operator=order.operator, at=now, number=run,
            readings=readings, scored=scored_of(readings),
        )  # fmt: skip
        html = render_paper(paper, order.language)
        content = as_pdf(html) if order.pdf else html.encode()
        outcome, counts = "done", _counts(paper)
    finally:
        store.end_run(run, outcome=outcome, counts=counts, at=now)
    return run, content


def declare(
    store: Store, item: str, state: str, *, note: str, by: str, now: datetime
) -> KeptResult:
    """Keep what a person declares about an item that no command can check.

    Raises:
        ConfigError: There is no such item, or its state comes from a result.
    """
    known = items().get(item)
    if known is None:
        raise ConfigError(f"there is no item {item!r}; `noroshi readiness score` lists them")
    if State(state) not in DECLARABLE:
        raise ConfigError(f"{state!r} cannot be declared")
    if known.rule.reads and state != State.NOT_APPLICABLE:
        raise ConfigError(
            f"the state of {item} comes from {known.rule.reads}; only not-applicable can be declared"
        )
    if len(note) > LONGEST_NOTE:
        raise ConfigError(f"a note has at most {LONGEST_NOTE} characters")
    row: Mapping[str, object] = {"state": state, "note": note, "by": by}
    return ReadinessResults(store.database).keep(
        DECLARED, item, [row], inputs={}, started_at=now, ended_at=now
    )


def _counts(paper: Paper) -> dict[str, int]:
    return {
        "results": len(paper.readings.results),
        "generic": int(paper.is_generic),
        "follows": int(not paper.is_generic and paper.scored.follows),
    }
