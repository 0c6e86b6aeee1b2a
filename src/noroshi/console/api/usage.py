"""Usage: what the hub knows of how your operator uses the lists."""

from datetime import datetime

import msgspec
from litestar import get

from noroshi.console.caller import Asking
from noroshi.console.hub import AtHub
from noroshi.console.permit import permit
from noroshi.console.reach import reach_of
from noroshi.jobs.share.usage import Reading, Usage, usage_of
from noroshi.spine.model import Right


class ReadingInfo(msgspec.Struct, frozen=True, kw_only=True):
    """How you read one list; pulls and octets are of the last 7 days."""

    collection: str
    last_at: datetime | None
    format: str
    pulls: int
    octets: int
    lag_editions: int
    lag_minutes: float
    held: int
    using: bool

    @classmethod
    def of(cls, reading: Reading) -> "ReadingInfo":
        """From the job's figures."""
        return cls(
            collection=reading.collection,
            last_at=reading.last_at,
            format=reading.format,
            pulls=reading.pulls,
            octets=reading.octets,
            lag_editions=reading.lag_editions,
            lag_minutes=round(reading.lag_minutes, 1),
            held=reading.held,
            using=reading.using,
        )


class UsageInfo(msgspec.Struct, frozen=True, kw_only=True):
    """How you use the lists. `using` is what the programme counts."""

    operator: str
    action: str
    using: bool
    hits: int
    hits_ever: int
    wrong_rate: float | None
    last_sighting_at: datetime | None
    lists: list[ReadingInfo]

    @classmethod
    def of(cls, usage: Usage) -> "UsageInfo":
        """From the job's figures."""
        return cls(
            operator=usage.operator.id,
            action=usage.operator.action.value,
            using=usage.using,
            hits=usage.hits,
            hits_ever=usage.hits_ever,
            wrong_rate=usage.wrong_rate,
            last_sighting_at=usage.last_sighting_at,
            lists=[ReadingInfo.of(reading) for reading in usage.readings],
        )


@get(
    "/operators/me/usage",
    opt=permit(Right.READ_LISTS),
    sync_to_thread=True,
    summary="How you use the lists",
)
def read_usage(hub: AtHub, caller: Asking) -> UsageInfo:
    """Your pulls, lag, entries held, hits and false positives, and whether you count as using."""
    operator = reach_of(hub, caller).operator
    hub.pulls.flush()
    return UsageInfo.of(usage_of(hub.store.database, operator, hub.clock()))
