"""Reach: which lists and which markings a caller may read, for pages, API and TAXII alike.

What lies outside does not exist for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from litestar.exceptions import NotFoundException

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.spine.model import COLLECTIONS, Edition, MemberRole, Operator, Right, Tlp
from noroshi.spine.store.members import Operators

OPEN = (Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER)
"""Markings for every member."""

STRICT = (*OPEN, Tlp.AMBER_STRICT)
"""Markings for members that the list is meant for. RED names persons in a room, so no hub serves it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Lists that may be read, in the house's order, and the markings of each."""

    markings: Mapping[str, tuple[Tlp, ...]]

    @property
    def collections(self) -> tuple[str, ...]:
        """Names of the lists."""
        return tuple(self.markings)

    def tlps(self, collection: str) -> tuple[Tlp, ...]:
        """Markings that may leave of a list; none of one that may not be read."""
        return self.markings.get(collection, ())

    def covers(self, edition: Edition) -> bool:
        """Whether an edition may be read."""
        return edition.indicator.tlp in self.tlps(edition.collection)

    def among(
        self, collections: Iterable[str] | None = None, tlps: Iterable[Tlp] | None = None
    ) -> tuple[tuple[str, tuple[Tlp, ...]], ...]:
        """The part of it that somebody asks for, as `Choice.marked` takes it; null asks for all."""
        lists = self.markings.keys() if collections is None else set(collections)
        wanted = set(Tlp) if tlps is None else set(tlps)
        return tuple(
            (name, tuple(tlp for tlp in marks if tlp in wanted))
            for name, marks in self.markings.items()
            if name in lists
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach(Shown):
    """What one member may read.

    Attributes:
        operator: On whose behalf.
    """

    operator: Operator

    def collection(self, name: str) -> str:
        """The name of a list that it may read.

        Raises:
            NotFoundException: There is none, or none for this caller.
        """
        if name not in self.markings:
            raise NotFoundException(f"there is no list {name!r} for you; see /api/v1/lists")
        return name


def markings_of(operator: Operator | None, caller: Caller) -> Mapping[str, tuple[Tlp, ...]]:
    """The one rule.

    A member reads the lists that it is entitled to, with every marking but TLP:RED. The
    coordinator's people read every list, and whoever manages operators does; of lists that their
    operator is not entitled to, AMBER+STRICT is for the latter only, who keep the list. Whoever is
    no member reads nothing, whatever his role.
    """
    if operator is None or operator.left_at is not None:
        return {}
    keeps = caller.may(Right.MANAGE_OPERATORS)
    everything = keeps or operator.role is MemberRole.COORDINATOR
    return {
        name: STRICT if keeps or name in operator.entitlements else OPEN
        for name in COLLECTIONS
        if everything or name in operator.entitlements
    }


def shown_to(hub: Hub, caller: Caller) -> Shown:
    """What a caller may read; nothing for nobody, and for those whose operator left."""
    return Shown(markings=markings_of(_operator(hub, caller), caller))


def reach_of(hub: Hub, caller: Caller) -> Reach:
    """What a caller may read, and on whose behalf.

    Raises:
        NotFoundException: Its operator is no member any more.
    """
    return reach_for(_operator(hub, caller), caller)


def reach_for(operator: Operator | None, caller: Caller) -> Reach:
    """The same, where the caller's operator is known.

    Raises:
        NotFoundException: It is no member any more.
    """
    if operator is None or operator.left_at is not None:
        raise NotFoundException("your operator is no member of this hub; ask the coordinator")
    return Reach(operator=operator, markings=markings_of(operator, caller))


def _operator(hub: Hub, caller: Caller) -> Operator | None:
    return Operators(hub.store.database).get(caller.operator_id) if caller.operator_id else None
