"""Sightings: members tell how often they met entries. Counts only; an address anywhere is refused."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec
from litestar import Response, post
from litestar.openapi.spec import Example
from litestar.params import Body

from noroshi.console.api.problem import problem
from noroshi.console.caller import Asking
from noroshi.console.hub import AtHub, Hub
from noroshi.console.permit import permit
from noroshi.console.reach import Reach, reach_of
from noroshi.spine.model import (
    InputError,
    Right,
    Sighting,
    SightingKind,
    Window,
    canonical_address,
)
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.sightings import Sightings, sighting_id

MOST = 1_000
"""Statements of one request."""

LARGEST = 10**15
"""No honest count is larger."""

LONGEST_WINDOW = timedelta(days=31)
EARLIEST = timedelta(days=400)
LATEST = timedelta(days=1)
"""Around the present; a window outside has a wrong clock."""

_PLACES = re.compile(r"[0-9A-Fa-f:.]{2,45}")


Batch = dict[str, list[dict[str, object]]]
"""Statements are read one by one, so that a bad one does not spoil the rest."""

EXAMPLE = Example(
    summary="One entry, one day",
    value={
        "sightings": [
            {
                "indicator": "6f0d6f9a-6a3b-5f0e-9d6b-0a8f6a3a3a11",
                "count": 12,
                "window": ["2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z"],
            }
        ]
    },
)


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often you met an entry from the first moment of `window` until before its second."""

    indicator: Annotated[str, msgspec.Meta(max_length=64)]
    count: Annotated[int, msgspec.Meta(ge=1, le=LARGEST)]
    window: tuple[datetime, datetime]


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the statements: kept, or refused by reason. Together they are all."""

    kept: int
    refused: dict[str, int]


@post(
    "/sightings",
    opt=permit(Right.SIGHT),
    sync_to_thread=True,
    status_code=200,
    summary="Tell how often you met entries",
)
def add_sightings(
    hub: AtHub, caller: Asking, data: Annotated[Batch, Body(examples=[EXAMPLE])]
) -> Response[Taken] | Response[dict[str, object]]:
    """Good statements are kept; others are counted with a reason. Never tell who met an entry."""
    reach = reach_of(hub, caller)
    given = data.get("sightings")
    if not given or set(data) != {"sightings"} or len(given) > MOST:
        return problem(400, f'send {{"sightings": […]}} with 1 to {MOST} statements')
    if any(holds_address(one) for one in given):
        return problem(422, "send counts only: leave every address out. Nothing was kept")
    now = hub.clock()
    kept, refused = [], Counter[str]()
    for one in given:
        try:
            kept.append(_sighting(hub, reach, one, now))
        except _RefusedError as error:
            refused[str(error)] += 1
    unique = {sighting.id: sighting for sighting in kept}
    Sightings(hub.store.database).add(list(unique.values()))
    return Response(Taken(kept=len(kept), refused=dict(refused)))


class _RefusedError(InputError):
    """One statement is wrong; its text is the reason that is counted."""


def holds_address(value: object, depth: int = 8) -> bool:
    """Whether a key or text anywhere in JSON holds an IP address."""
    if depth == 0:
        return True  # nothing honest is that deep
    if isinstance(value, dict):
        return any(holds_address(part, depth - 1) for pair in value.items() for part in pair)
    if isinstance(value, list | tuple):
        return any(holds_address(part, depth - 1) for part in value)
    return isinstance(value, str) and any(map(_is_address, _PLACES.findall(value)))


def _is_address(text: str) -> bool:
    try:
        canonical_address(text.rstrip("."))
    except InputError:
        return False
    return True


def _sighting(hub: Hub, reach: Reach, given: dict[str, object], at: datetime) -> Sighting:
    try:
        told = msgspec.convert(given, Statement)
    except msgspec.ValidationError as error:
        raise _RefusedError("malformed") from error
    window = _window(told, at)
    edition = SharedList(hub.store.database).latest(told.indicator)
    if edition is None or not reach.covers(edition):
        raise _RefusedError("unknown-indicator")
    kind, operator_id = SightingKind.SEEN, reach.operator.id
    return Sighting(
        id=sighting_id(told.indicator, operator_id, kind, "api", window),
        indicator_id=told.indicator,
        operator_id=operator_id,
        kind=kind,
        count=told.count,
        window=window,
        source="api",
        received_at=at,
    )


def _window(told: Statement, at: datetime) -> Window:
    start, end = told.window
    if start.tzinfo is None or end.tzinfo is None:
        raise _RefusedError("time-without-zone")
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if not start < end <= start + LONGEST_WINDOW:
        raise _RefusedError("wrong-window")
    if start < at - EARLIEST or end > at + LATEST:
        raise _RefusedError("wrong-time")
    return Window(start, end)
