"""Reach: which lists and which markings a caller may read. What lies outside does not exist for it."""

from dataclasses import dataclass

from litestar.exceptions import NotFoundException

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.spine.model import COLLECTIONS, Edition, MemberRole, Operator, Tlp
from noroshi.spine.store.members import Operators

OPEN = (Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER)
"""Markings for every member."""

STRICT = (*OPEN, Tlp.AMBER_STRICT)
"""Markings for members that the list is meant for. RED names persons in a room, so no hub serves it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What one caller may read.

    Attributes:
        operator: On whose behalf.
        collections: Names of its lists.
    """

    operator: Operator
    collections: tuple[str, ...]

    def tlps(self, collection: str) -> tuple[Tlp, ...]:
        """Markings that may leave to this operator from a list."""
        return STRICT if collection in self.operator.entitlements else OPEN

    def covers(self, edition: Edition) -> bool:
        """Whether it may read an edition."""
        tlp = edition.indicator.tlp
        return edition.collection in self.collections and tlp in self.tlps(edition.collection)

    def collection(self, name: str) -> str:
        """The name of a list that it may read.

        Raises:
            NotFoundException: There is none, or none for this caller.
        """
        if name not in self.collections:
            raise NotFoundException(f"there is no list {name!r} for you; see /api/v1/lists")
        return name


def reach_of(hub: Hub, caller: Caller) -> Reach:
    """What a caller may read: what its operator is entitled to; a coordinator reads every list.

    Raises:
        NotFoundException: Its operator is no member any more.
    """
    operator = Operators(hub.store.database).get(caller.operator_id or "")
    if operator is None or operator.left_at is not None:
        raise NotFoundException("your operator is no member of this hub; ask the coordinator")
    everything = operator.role is MemberRole.COORDINATOR
    return Reach(
        operator=operator,
        collections=tuple(
            name for name in COLLECTIONS if everything or name in operator.entitlements
        ),
    )
