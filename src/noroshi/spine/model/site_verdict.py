"""Site verdict: what a judge, a program or a person, says of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from noroshi.spine.model.text import Text

PERSON = "user:"
"""How names of persons begin."""


class SiteDanger(StrEnum):
    """What a verdict means for whoever meets the page."""

    DANGEROUS = "dangerous"
    SUSPICIOUS = "suspicious"
    HARMLESS = "harmless"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteVerdict:
    """One verdict.

    Attributes:
        url: As it stands in the queue.
        danger: What it means for visitors.
        label: Class in the judge's own words (`phish`, `fake-shop`…); empty for none.
        score: Between 0 and 1.
        brand: Whose name the page bears; empty for none.
        reasons: Why, for people.
        by: Who says so (`judge:NAME/VERSION`, `user:NAME`).
        at: When.
        keys: How many different judges must say the same before it holds: 1, or 2 for a verdict
            that waits for a second key.
        undo: Whether it takes the last verdict of a person back; then the rest tells what held
            before that one.
    """

    url: str
    danger: SiteDanger
    score: float
    by: str
    at: datetime
    label: str = ""
    brand: str = ""
    reasons: tuple[Text, ...] = ()
    keys: int = 1
    undo: bool = False

    @property
    def by_person(self) -> bool:
        """Whether a person says so."""
        return self.by.startswith(PERSON)


def standing(verdicts: Sequence[SiteVerdict]) -> list[SiteVerdict]:
    """Verdicts of one URL, oldest first, without those that were taken back and their taking back."""
    kept: list[SiteVerdict] = []
    for said in verdicts:
        if not said.undo:
            kept.append(said)
            continue
        last = max((at for at, one in enumerate(kept) if one.by_person), default=None)
        if last is not None:
            del kept[max(last + 1 - kept[last].keys, 0) : last + 1]
    return kept


def holding(verdicts: Sequence[SiteVerdict]) -> SiteVerdict | None:
    """The newest verdict that has all its keys, a person's before any program's; null while none has.

    Args:
        verdicts: Of one URL, oldest first.
    """
    kept = standing(verdicts)
    return _with_keys([one for one in kept if one.by_person]) or _with_keys(kept)


def _with_keys(verdicts: Sequence[SiteVerdict]) -> SiteVerdict | None:
    """Keys are counted back from each verdict as long as the danger is the same.

    Another opinion between them breaks the agreement.
    """
    for at in range(len(verdicts) - 1, -1, -1):
        judges: set[str] = set()
        for said in reversed(verdicts[: at + 1]):
            if said.danger is not verdicts[at].danger:
                break
            judges.add(said.by)
        if len(judges) >= verdicts[at].keys:
            return verdicts[at]
    return None
