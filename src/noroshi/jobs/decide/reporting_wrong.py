"""Reporting wrong: one report suspends an entry everywhere, at once, until a person looks."""

from datetime import datetime, timedelta

from noroshi.jobs.decide.withdrawing import change_standing
from noroshi.spine.model import Edition, Sighting, SightingKind, Standing, Window
from noroshi.spine.store import Store
from noroshi.spine.store.sightings import Sightings, sighting_id


def report_wrong(  # noqa: PLR0913  # one keyword for each fact of the report
    store: Store,
    indicator_id: str,
    *,
    by: str,
    why: str,
    at: datetime,
    operator_id: str | None = None,
    source: str = "api",
) -> Edition:
    """Suspend an entry that somebody reports wrong; one that is off the list already stays so.

    The suspension is one transaction, and every format and every reader gets it with the next
    edition they read.

    Args:
        store: The lists and the record of sightings.
        indicator_id: The entry.
        by: Who reports it (`operator:…`, `user:…`).
        why: In what way it is wrong; addresses other than the entry's own are taken out.
        at: Now.
        operator_id: The member for whose figures the report counts; null for nobody's.
        source: How it came: `api`, `console`, `taxii`, `misp`.

    Raises:
        InputError: There is no such entry.
        SourceError: Others keep changing it.
    """
    live = frozenset({Standing.LIVE})
    done = change_standing(
        store, indicator_id, Standing.SUSPENDED, of=live, by=by, reason=why, at=at
    )
    if operator_id is not None:
        day = at.replace(hour=0, minute=0, second=0, microsecond=0)
        window = Window(day, day + timedelta(days=1))
        kind = SightingKind.FALSE_POSITIVE
        told = Sighting(
            id=sighting_id(indicator_id, operator_id, kind, source, window),
            indicator_id=indicator_id,
            operator_id=operator_id,
            kind=kind,
            count=1,
            window=window,
            source=source,
            note=" ".join(why.split())[:500],
            received_at=at,
        )
        Sightings(store.database).add([told])
    return done
