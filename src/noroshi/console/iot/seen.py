"""Seen: which devices a reader may see. Whoever manages operators sees all, others their own.

No page of the room shows an address: the home keeps none (`jobs.iot.keeping_devices`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.iot.report.device import Device
from noroshi.jobs.iot.keeping_devices import kept_devices, states_of
from noroshi.spine.model import Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A device, and how far its case is.

    Attributes:
        device: Itself.
        state: Of its case; `found` where no case follows it.
    """

    device: Device
    state: str


def operator_seen(caller: Caller) -> str | None:
    """The operator whose devices a caller may see; null for all."""
    return None if caller.may(Right.MANAGE_OPERATORS) else (caller.operator_id or "")


def devices_seen(hub: Hub, caller: Caller) -> tuple[Device, ...]:
    """The devices that a caller may see, the most urgent first."""
    only = operator_seen(caller)
    kept = kept_devices(hub.home)
    # A device of no operator has an empty id, which is nobody's own.
    return kept if only is None else tuple(one for one in kept if only and one.operator == only)


def with_states(hub: Hub, devices: Sequence[Device]) -> list[Kept]:
    """The same with the state of each."""
    states: Mapping[str, str] = states_of(hub.home, hub.store, devices)
    return [Kept(device=one, state=states.get(one.id, "found")) for one in devices]
