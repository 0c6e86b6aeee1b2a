"""Contributions: what your operator said, and what was decided on it."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import get
from litestar.params import QueryParameter

from noroshi.console.api.entry import Said
from noroshi.console.caller import Asking
from noroshi.console.hub import AtHub
from noroshi.console.permit import permit
from noroshi.console.reach import reach_of
from noroshi.spine.model import Contribution, ContributionStanding, Right
from noroshi.spine.store.contributions import Contributions

LIMIT = 1_000
MOST = 10_000


class ContributionInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One statement. `standing` is what became of it, `reason` why."""

    id: str
    object_id: str
    kind: str
    subject: dict[str, str | int]
    label: str
    confidence: int
    tlp: str
    standing: str
    reason: Said | None
    since: datetime
    received_at: datetime

    @classmethod
    def of(cls, one: Contribution) -> "ContributionInfo":
        """From the record."""
        return cls(
            id=one.id,
            object_id=one.object_id,
            kind=one.kind,
            subject=one.subject.as_dict(),
            label=one.label,
            confidence=one.confidence,
            tlp=one.tlp.value,
            standing=one.standing.value,
            reason=Said.of(one.reason) if one.reason else None,
            since=one.since,
            received_at=one.received_at,
        )


class ContributionPage(msgspec.Struct, frozen=True, kw_only=True):
    """Statements by their ids. While `more` is true, send `next` as `after` to go on."""

    contributions: list[ContributionInfo]
    next: str
    more: bool


@get(
    "/contributions",
    opt=permit(Right.CONTRIBUTE),
    sync_to_thread=True,
    summary="What you contributed, and what became of it",
)
def read_contributions(
    hub: AtHub,
    caller: Asking,
    standing: Annotated[
        ContributionStanding | None, QueryParameter(description="Only those of this standing.")
    ] = None,
    after: Annotated[
        str, QueryParameter(max_length=64, description="Only those behind this id.")
    ] = "",
    limit: Annotated[
        int, QueryParameter(ge=1, le=MOST, description="Most statements of an answer.")
    ] = LIMIT,
) -> ContributionPage:
    """The statements of your operator, in the order of their ids."""
    operator = reach_of(hub, caller).operator
    found = Contributions(hub.store.database).listed(
        limit=limit, after=after, operator_id=operator.id, standing=standing
    )
    return ContributionPage(
        contributions=[ContributionInfo.of(one) for one in found],
        next=found[-1].id if found else after,
        more=len(found) == limit,
    )
