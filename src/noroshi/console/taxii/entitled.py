"""Entitled: the collections that a caller's operator may read. Others do not exist for it."""

from uuid import UUID, uuid5

from litestar.exceptions import NotFoundException

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.reach import Reach, reach_of
from noroshi.console.taxii.media import STIX
from noroshi.spine.model import Right

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


def readable(hub: Hub, caller: Caller, id_or_alias: str) -> tuple[Reach, str]:
    """What the caller may read, and the name of one collection of it.

    Raises:
        NotFoundException: There is none, or none for this caller.
    """
    reach = reach_of(hub, caller)
    for name in reach.collections:
        if id_or_alias in {name, collection_id(name)}:
            return reach, name
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
        "media_types": [STIX],
    }
