"""Wrong: a member says that an entry is wrong, and it is suspended everywhere at once."""

from datetime import datetime, timedelta
from typing import Annotated

import msgspec
from litestar import post
from litestar.params import JSONBody, PathParameter

from noroshi.console.api.entry import Entry
from noroshi.console.api.indicators import missing
from noroshi.console.api.reach import reach_of
from noroshi.console.caller import Asking
from noroshi.console.hub import AtHub, Hub
from noroshi.console.permit import permit
from noroshi.spine.model import (
    Edition,
    Right,
    Sighting,
    SightingKind,
    Standing,
    Text,
    Window,
)
from noroshi.spine.store.lists import Change, SharedList
from noroshi.spine.store.sightings import Sightings, sighting_id

LONGEST = 1_000
"""Characters of a reason."""


class WrongReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why the entry is wrong. Reviewers of the hub read it; other members do not."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST, examples=["our CDN"])]


@post(
    "/indicators/{indicator_id:str}/wrong",
    opt=permit(Right.SIGHT),
    sync_to_thread=True,
    status_code=200,
    summary="Say that an entry is wrong",
)
def report_wrong(
    hub: AtHub,
    caller: Asking,
    data: JSONBody[WrongReport],
    indicator_id: Annotated[str, PathParameter(description="Its id (UUID).", max_length=64)],
) -> Entry:
    """Suspends the entry in every list, format and feed at once, until people have reviewed it.

    Saying it again changes nothing; an entry that holds no longer stays as it is.
    """
    reach = reach_of(hub, caller)
    edition = SharedList(hub.store.database).latest(indicator_id)
    if edition is None or not reach.covers(edition):
        raise missing(indicator_id)
    now = hub.clock()
    Sightings(hub.store.database).add([_statement(edition, reach.operator.id, data.reason, now)])
    return Entry.of(suspend(hub, edition, by=f"operator:{reach.operator.id}", at=now))


def suspend(hub: Hub, edition: Edition, *, by: str, at: datetime) -> Edition:
    """The entry as it holds afterwards."""
    if edition.standing is not Standing.LIVE:
        return edition
    reason = Text(
        ja="会員から誤りとの報告があり、確認が終わるまで停止しています。",
        en="A member reported it as wrong; it is suspended until that is looked into.",
    )
    change = Change(
        collection=edition.collection,
        indicator=edition.indicator,
        standing=Standing.SUSPENDED,
        reason=reason,
        by=by,
    )
    made = SharedList(hub.store.database).publish([change], at)
    return made[0] if made else edition


def _statement(edition: Edition, operator_id: str, reason: str, at: datetime) -> Sighting:
    """One a day counts, however often it is said."""
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    window = Window(day, day + timedelta(days=1))
    kind = SightingKind.FALSE_POSITIVE
    return Sighting(
        id=sighting_id(edition.indicator.id, operator_id, kind, "api", window),
        indicator_id=edition.indicator.id,
        operator_id=operator_id,
        kind=kind,
        count=1,
        window=window,
        source="api",
        note=reason,
        received_at=at,
    )
