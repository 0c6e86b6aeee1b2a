"""Entitled: the collections that a caller's operator may read. Others do not exist for it."""

from uuid import UUID, uuid5

from litestar.exceptions import NotFoundException

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.spine.model import COLLECTIONS, MemberRole, Right
from noroshi.spine.store.members import Operators

NAMESPACE = UUID("2f7c1e86-6f0e-5c39-9a0b-0c5b9a7d31f4")
"""Of the ids of collections: the same name has the same id on every hub."""

TITLES = {
    "c2-servers": ("C&C servers", "Servers that command infected devices."),
    "malicious-sites": ("Malicious sites", "Sites that steal or infect."),
    "routing": ("Routing", "Origins of routes that are wrong or at risk."),
    "devices": ("Devices", "Weak devices, by kind."),
}

WRITABLE = frozenset({"c2-servers", "malicious-sites"})
"""Collections that members contribute to."""


def collection_id(name: str) -> str:
    """The UUID of a collection; its name is its alias."""
    return str(uuid5(NAMESPACE, name))


def entitled(hub: Hub, caller: Caller) -> tuple[str, ...]:
    """Names of the collections that the caller's operator may read."""
    operator = Operators(hub.store.database).get(caller.operator_id or "")
    if operator is None or operator.left_at is not None:
        return ()
    if operator.role is MemberRole.COORDINATOR:
        return COLLECTIONS
    return tuple(name for name in COLLECTIONS if name in operator.entitlements)


def readable(hub: Hub, caller: Caller, id_or_alias: str) -> str:
    """The name of a collection.

    Raises:
        NotFoundException: There is none, or none for this caller.
    """
    for name in entitled(hub, caller):
        if id_or_alias in {name, collection_id(name)}:
            return name
    raise NotFoundException("there is no such collection for you")


def collection_of(name: str, caller: Caller) -> dict[str, object]:
    """The collection resource (section 5.2.1)."""
    title, description = TITLES[name]
    return {
        "id": collection_id(name),
        "title": title,
        "description": description,
        "alias": name,
        "can_read": True,
        "can_write": name in WRITABLE and caller.may(Right.CONTRIBUTE),
        "media_types": ["application/stix+json;version=2.1"],
    }
