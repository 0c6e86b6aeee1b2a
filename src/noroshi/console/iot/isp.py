"""ISP: devices of one operator, those that meet listed servers first, and how far its cases are."""

from collections import Counter
from collections.abc import Sequence

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.iot.explorer import device_row
from noroshi.console.iot.seen import Kept, devices_seen, operator_seen, with_states
from noroshi.console.iot.words import STATES, TROUBLES
from noroshi.console.pages.render import Asked, AtHub, By, render
from noroshi.console.permit import permit
from noroshi.jobs.iot.desk import progress_of
from noroshi.spine.model import Operator, Right
from noroshi.spine.store.line_cases import LineChoice
from noroshi.spine.store.members import Operators

MOST_SHOWN = 50
MOST_ROWS = 1_000
"""Devices of the twin."""


@get("/iot/isps/{operator_id:str}", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def show_isp(request: Asked, hub: AtHub, caller: By, operator_id: FromPath[str]) -> Response[str]:
    """One operator."""
    operator, devices = _operator(hub, caller, operator_id), _devices(hub, caller, operator_id)
    return render(
        request, "iot_isp.html.j2",
        operator=operator,
        devices=devices[:MOST_SHOWN],
        total=len(devices),
        weak=sum(one.device.is_weak for one in devices),
        meeting=sum(one.device.servers > 0 for one in devices),
        troubles=_counts([one.device.trouble.value for one in devices]),
        progress=progress_of(hub.store, LineChoice(operator_id=operator_id)),
        words=TROUBLES, states=STATES,
    )  # fmt: skip


@get("/iot/isps/{operator_id:str}/isp.json", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def isp_as_json(hub: AtHub, caller: By, operator_id: FromPath[str]) -> dict[str, object]:
    """The same for programs."""
    operator, devices = _operator(hub, caller, operator_id), _devices(hub, caller, operator_id)
    progress = progress_of(hub.store, LineChoice(operator_id=operator_id))
    return {
        "operator": operator.id,
        "name": operator.name,
        "devices": len(devices),
        "weak": sum(one.device.is_weak for one in devices),
        "meeting": sum(one.device.servers > 0 for one in devices),
        "cases": progress.as_counts(),
        "states": dict(progress.states),
        "first": [device_row(one) for one in devices[:MOST_ROWS]],
    }


def _operator(hub: Hub, caller: Caller, operator_id: str) -> Operator:
    seen = operator_seen(caller) in {None, operator_id}
    operator = Operators(hub.store.database).get(operator_id) if seen else None
    if operator is None:
        raise NotFoundException("there is no such operator for you")
    return operator


def _devices(hub: Hub, caller: Caller, operator_id: str) -> list[Kept]:
    own = [one for one in devices_seen(hub, caller) if one.operator == operator_id]
    return with_states(hub, own)


def _counts(values: Sequence[str]) -> list[tuple[str, int]]:
    return Counter(values).most_common()
