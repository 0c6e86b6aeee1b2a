"""Wrong: a member says that an entry is wrong, and it is suspended everywhere at once."""

from typing import Annotated

import msgspec
from litestar import post
from litestar.params import JSONBody, PathParameter

from noroshi.console.api.entry import Entry
from noroshi.console.api.indicators import missing
from noroshi.console.caller import Asking
from noroshi.console.hub import AtHub
from noroshi.console.permit import permit
from noroshi.console.reach import reach_of
from noroshi.jobs.decide.reporting_wrong import report_wrong
from noroshi.spine.model import Right
from noroshi.spine.store.lists import SharedList

LONGEST = 1_000
"""Characters of a reason."""


class WrongReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why the entry is wrong. Other members read it; addresses in it are taken out."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST, examples=["our CDN"])]


@post(
    "/indicators/{indicator_id:str}/wrong",
    opt=permit(Right.SIGHT),
    sync_to_thread=True,
    status_code=200,
    summary="Say that an entry is wrong",
)
def suspend_indicator(
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
    operator_id = reach.operator.id
    done = report_wrong(
        hub.store,
        indicator_id,
        by=f"operator:{operator_id}",
        why=data.reason,
        at=hub.clock(),
        operator_id=operator_id,
    )
    return Entry.of(done)
