"""Site verdict rows: verdicts there and back, and what they come to, inside one transaction."""

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from noroshi.spine.model import Text
from noroshi.spine.model.site_verdict import SiteDanger, SiteVerdict, holding
from noroshi.spine.store.site_tables import SiteCaseRow, SiteUrlRow, SiteVerdictRow


def verdict_of(row: SiteVerdictRow, url: str) -> SiteVerdict:
    """The verdict in a row."""
    return SiteVerdict(
        url=url,
        danger=SiteDanger(row.danger),
        label=row.label,
        score=row.score,
        brand=row.brand,
        reasons=tuple(Text(ja=each["ja"], en=each["en"]) for each in row.reasons),
        by=row.by,
        at=row.at,
        keys=row.keys,
        undo=row.undo,
    )


def add_verdict(session: Session, url_id: str, verdict: SiteVerdict) -> None:
    """Add a verdict inside a transaction that holds the lock on reported sites."""
    session.execute(
        insert(SiteVerdictRow),
        [
            {
                "url_id": url_id,
                "position": last_position(session, url_id) + 1,
                "danger": verdict.danger.value,
                "label": verdict.label,
                "score": verdict.score,
                "brand": verdict.brand,
                "reasons": [reason.as_dict() for reason in verdict.reasons],
                "by": verdict.by,
                "at": verdict.at,
                "keys": verdict.keys,
                "undo": verdict.undo,
            }
        ],
    )
    settle_case(session, url_id)


def last_position(session: Session, url_id: str) -> int:
    """Place of the last verdict on a URL; 0 for none."""
    query = select(func.max(SiteVerdictRow.position)).where(SiteVerdictRow.url_id == url_id)
    return session.scalar(query) or 0


def verdicts_in(session: Session, url_id: str) -> list[SiteVerdict]:
    """Verdicts on a URL, oldest first."""
    query = (
        select(SiteVerdictRow, SiteUrlRow.url)
        .join(SiteUrlRow, SiteUrlRow.id == SiteVerdictRow.url_id)
        .where(SiteVerdictRow.url_id == url_id)
        .order_by(SiteVerdictRow.position)
    )
    return [verdict_of(row, url) for row, url in session.execute(query)]


def settle_case(session: Session, url_id: str, *, proposal: str | None = None) -> None:
    """Bring the case of a URL to what its verdicts come to.

    Args:
        session: Of a transaction that holds the lock on reported sites.
        url_id: Of the page.
        proposal: Id of the open proposal, empty for none; null to leave it as it is.
    """
    verdicts = verdicts_in(session, url_id)
    held = holding(verdicts)
    if held is None:
        return
    row = session.get(SiteCaseRow, url_id)
    if row is None:
        row = SiteCaseRow(url_id=url_id, proposal="")
        session.add(row)
    row.danger, row.label, row.score, row.brand = (
        held.danger.value,
        held.label,
        held.score,
        held.brand,
    )
    row.by, row.held_at, row.by_person = held.by, held.at, held.by_person
    row.disputed = _disputed(verdicts, held)
    if proposal is not None:
        row.proposal = proposal
    session.flush()


def _disputed(verdicts: list[SiteVerdict], held: SiteVerdict) -> bool:
    """Whether a program has said something else since a person's verdict."""
    if not held.by_person:
        return False
    later = verdicts[max(at for at, one in enumerate(verdicts) if one.by_person) + 1 :]
    return bool(later) and later[-1].danger is not held.danger
