"""Navigation: the pages that stand in the menu, each for those who may see it."""

from dataclasses import dataclass

from noroshi.console.caller import Caller
from noroshi.spine.model import Right, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One entry of the menu.

    Attributes:
        path: Where it leads.
        name: What it is called.
        icon: Its picture in `icons.svg`.
        right: Who may go there; null for everybody who is known.
    """

    path: str
    name: Text
    icon: str
    right: Right | None

    def holds(self, path: str) -> bool:
        """Whether a page belongs to this entry."""
        return path == self.path or (self.path != "/" and path.startswith(self.path + "/"))


PLACES: tuple[Place, ...] = (
    Place(
        path="/",
        name=Text(ja="概況", en="Overview"),
        icon="overview",
        right=Right.READ_FIGURES,
    ),
    Place(
        path="/list",
        name=Text(ja="共有リスト", en="Shared list"),
        icon="list",
        right=Right.READ_LISTS,
    ),
    Place(path="/review", name=Text(ja="審査", en="Review"), icon="review", right=Right.REVIEW),
    Place(path="/cases", name=Text(ja="案件", en="Cases"), icon="cases", right=Right.READ_CASES),
    Place(
        path="/network",
        name=Text(ja="自組織の網", en="My network"),
        icon="network",
        right=Right.READ_OWN_NETWORK,
    ),
    Place(
        path="/operators",
        name=Text(ja="事業者", en="Operators"),
        icon="operators",
        right=Right.READ_OPERATORS,
    ),
    Place(
        path="/collection",
        name=Text(ja="フローの収集", en="Collection"),
        icon="collection",
        right=Right.READ_COLLECTION,
    ),
    Place(
        path="/sites",
        name=Text(ja="悪性サイト", en="Malicious sites"),
        icon="intake",
        right=Right.READ_COLLECTION,
    ),
    Place(
        path="/iot",
        name=Text(ja="弱い機器", en="Weak devices"),
        icon="devices",
        right=Right.READ_FIGURES,
    ),
    Place(
        path="/readiness",
        name=Text(ja="導入の準備", en="Readiness"),
        icon="readiness",
        right=Right.READ_COLLECTION,
    ),
    Place(
        path="/connect",
        name=Text(ja="接続のしかた", en="Connect"),
        icon="connect",
        right=Right.READ_LISTS,
    ),
    Place(
        path="/audit",
        name=Text(ja="監査記録", en="Audit"),
        icon="audit",
        right=Right.READ_AUDIT,
    ),
    Place(path="/docs", name=Text(ja="手引き", en="Manual"), icon="docs", right=None),
)
"""All entries, in their order."""


def places_for(caller: Caller) -> list[Place]:
    """The entries that a caller may follow."""
    return [place for place in PLACES if _may_go(caller, place)] if caller.known else []


def _may_go(caller: Caller, place: Place) -> bool:
    return place.right is None or caller.may(place.right)
