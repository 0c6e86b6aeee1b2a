"""Reach: which part of the shared list a caller sees."""

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.spine.model import COLLECTIONS, Edition, Right, Tlp
from noroshi.spine.store.members import Operators

SHOWN_TLPS = tuple(tlp for tlp in Tlp if tlp is not Tlp.RED)
"""TLP:RED is for named people, never for a list (TLP 2.0, section 2)."""


def collections_of(hub: Hub, caller: Caller) -> tuple[str, ...]:
    """Lists that the caller's operator is entitled to; a coordinator sees all."""
    if caller.may(Right.MANAGE_OPERATORS):
        return COLLECTIONS
    if caller.operator_id is None:
        return ()
    operator = Operators(hub.store.database).get(caller.operator_id)
    if operator is None or operator.left_at is not None:
        return ()
    return tuple(name for name in COLLECTIONS if name in operator.entitlements)


def sees(hub: Hub, caller: Caller, edition: Edition) -> bool:
    """Whether the caller may see an entry."""
    return edition.indicator.tlp in SHOWN_TLPS and edition.collection in collections_of(hub, caller)
