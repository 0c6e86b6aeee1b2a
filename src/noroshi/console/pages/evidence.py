"""Evidence: why an entry stands in the list, who agrees, who met it, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.pages.language import language_of
from noroshi.console.pages.render import Asked, AtHub, By, render
from noroshi.console.permit import permit
from noroshi.console.reach import shown_to
from noroshi.jobs.c2.explaining import sketch
from noroshi.relay.decide import CONTRIBUTED
from noroshi.relay.explain.quantity import FEW
from noroshi.relay.explain.sheet import Sheet, write_sheet
from noroshi.spine.model import (
    Edition,
    Finding,
    Language,
    Right,
    Sighting,
    SightingKind,
    Standing,
    Subject,
    SubjectKind,
    Text,
)
from noroshi.spine.model.site_report import url_id
from noroshi.spine.store.dossier import Dossier
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.sightings import Sightings
from noroshi.spine.store.site_cases import SiteCases

SITE = "malicious-site"
"""Kind of entries whose words are not those of C&C servers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What members say of an entry.

    Attributes:
        hits: How often they met it.
        operators: How many members did.
        wrong: How many members call it wrong.
        rows: Statements that the reader may see one by one.
    """

    hits: int
    operators: int
    wrong: int
    rows: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that became of an entry: an edition, or a decision on its finding."""

    at: datetime
    what: str
    by: str
    reason: Text


@get("/list/{indicator_id:str}", opt=permit(Right.READ_LISTS), sync_to_thread=True)
def show_evidence(
    request: Asked, hub: AtHub, caller: By, indicator_id: FromPath[str]
) -> Response[str]:
    """All that is known of one entry."""
    edition = entry_of(hub, caller, indicator_id)
    dossier = Dossier(hub.store.database)
    findings = dossier.findings(edition.indicator.subject, kind=edition.indicator.kind)
    found = bool(findings) and findings[0].detector.name != CONTRIBUTED.name
    return render(
        request, "evidence.html.j2",
        found=found,
        site=edition.indicator.kind == SITE,
        case=_case_of(hub, caller, edition.indicator.subject),
        edition=edition,
        entry=edition.indicator,
        sheet=_sheet(findings, language_of(request)),
        past=_past(hub, indicator_id, findings),
        agreements=dossier.agreements(edition.indicator.subject),
        met=_met(hub, caller, indicator_id),
        draws=found and caller.may(Right.READ_COLLECTION),
        reports=caller.may(Right.SIGHT) and edition.standing is Standing.LIVE,
        hits=shown_hits,
        done=request.query_params.get("done", ""),
    )  # fmt: skip


def entry_of(hub: Hub, caller: Caller, indicator_id: str) -> Edition:
    """What holds for an entry that the caller may see.

    Raises:
        NotFoundException: There is none, or it is not for the caller.
    """
    edition = SharedList(hub.store.database).latest(indicator_id)
    if edition is None or not shown_to(hub, caller).covers(edition):
        raise NotFoundException("there is no such entry")
    return edition


def _case_of(hub: Hub, caller: Caller, subject: Subject) -> str:
    """The case of a reported page, for who may see it; empty for none."""
    if subject.kind is not SubjectKind.URL or not caller.may(Right.READ_COLLECTION):
        return ""
    case = SiteCases(hub.store.database).get(url_id(subject.value))
    return case.id if case else ""


def _sheet(findings: Sequence[Finding], language: Language) -> Sheet | None:
    """The newest finding in words; on the hub every reader counts as outside."""
    if not findings:
        return None
    return write_sheet(sketch(findings[0]), language, "outside", "why")


def _past(hub: Hub, indicator_id: str, findings: Sequence[Finding]) -> list[Event]:
    """Editions of the entry and decisions on its findings, newest first."""
    editions = SharedList(hub.store.database).history(indicator_id)
    decisions = [each for finding in findings for each in hub.store.decisions(finding.id)]
    past = [Event(at=e.added_at, what=e.standing, by=e.by, reason=e.reason) for e in editions]
    past += [Event(at=d.at, what=d.verdict, by=d.by, reason=d.reason) for d in decisions]
    return sorted(past, key=lambda event: event.at, reverse=True)


def _met(hub: Hub, caller: Caller, indicator_id: str) -> Met:
    told = Sightings(hub.store.database).of_indicator(indicator_id)
    seen = [each for each in told if each.kind is SightingKind.SEEN]
    all_of_them = caller.may(Right.READ_OPERATORS)
    return Met(
        hits=sum(each.count for each in seen),
        operators=len({each.operator_id for each in seen}),
        wrong=len({e.operator_id for e in told if e.kind is SightingKind.FALSE_POSITIVE}),
        rows=tuple(e for e in told if all_of_them or e.operator_id == caller.operator_id),
    )


def shown_hits(count: int) -> str:
    """A count of meetings; small ones may tell of one subscriber."""
    return f"<{FEW}" if 0 < count < FEW else f"{count:,}"
