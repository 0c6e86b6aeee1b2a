"""Programme: from addresses asked to devices mended, rounds, and how far each operator is."""

from litestar import Response, get

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.iot.seen import devices_seen, operator_seen
from noroshi.console.iot.words import MAKES, STEPS, reason_text
from noroshi.console.pages.render import Asked, AtHub, By, render
from noroshi.console.permit import permit
from noroshi.jobs.iot.keeping_devices import kept_devices
from noroshi.jobs.iot.resurveying import due_operators
from noroshi.jobs.iot.showing_programme import OperatorRow, funnel_of, operators_of, rounds_of
from noroshi.spine.model import Right, fiscal_year, rfc3339
from noroshi.spine.store.members import Operators

MOST_ROUNDS = 20
MOST_OPERATORS = 100


@get("/iot", opt=permit(Right.READ_FIGURES), sync_to_thread=True)
def show_programme(request: Asked, hub: AtHub, caller: By) -> Response[str]:
    """The funnel of this fiscal year, rounds, and operators."""
    steps = funnel_of(hub.store, kept_devices(hub.home), hub.clock())
    most = max((count for count in steps.values() if count), default=1)
    return render(
        request, "iot_programme.html.j2",
        year=fiscal_year(hub.clock()),
        steps=[(STEPS[name], count, (count or 0) / most, MAKES[name]) for name, count in steps.items()],
        empty=not any(steps.values()),
        rounds=rounds_of(hub.home)[:MOST_ROUNDS],
        operators=_operators(hub, caller)[:MOST_OPERATORS],
        due=_due(hub, caller),
        names={one.id: one.name for one in Operators(hub.store.database).all()},
        reason_text=reason_text,
    )  # fmt: skip


@get("/iot.json", opt=permit(Right.READ_FIGURES), sync_to_thread=True)
def programme_as_json(hub: AtHub, caller: By) -> dict[str, object]:
    """The same for programs."""
    return {
        "fiscal_year": fiscal_year(hub.clock()),
        "steps": funnel_of(hub.store, kept_devices(hub.home), hub.clock()),
        "rounds": [
            {
                "scope": one.scope,
                "round": one.name,
                "targets": one.targets,
                "settled": one.settled,
                "sent": one.sent,
                "answered": one.answered,
                "reason": one.reason,
                "at": rfc3339(one.at),
            }
            for one in rounds_of(hub.home)
        ],
        "operators": [
            {
                "operator": one.operator,
                "devices": one.devices,
                "weak": one.weak,
                "meeting": one.meeting,
                "cases": one.cases.as_counts(),
            }
            for one in _operators(hub, caller)
        ],
        "due_for_a_look": _due(hub, caller),
    }


def _operators(hub: Hub, caller: Caller) -> tuple[OperatorRow, ...]:
    """Rows of those that the caller may see; none for who reads figures only."""
    if not caller.may(Right.READ_COLLECTION):
        return ()
    return operators_of(hub.store, devices_seen(hub, caller), operator_seen(caller))


def _due(hub: Hub, caller: Caller) -> int:
    """Told devices that are due for a look, of those that the caller may see."""
    if not caller.may(Right.READ_COLLECTION):
        return 0
    only, due = operator_seen(caller), due_operators(hub.store, hub.clock())
    return sum(due.values()) if only is None else due.get(only, 0)
