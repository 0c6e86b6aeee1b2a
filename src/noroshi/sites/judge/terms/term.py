"""Term: one reason for or against, in a form that people can read and labels can weigh."""

from collections.abc import Callable
from dataclasses import dataclass

from noroshi.sites.judge.facts import Facts
from noroshi.spine.model import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A monotone piece of evidence about one address.

    Attributes:
        code: Stable name, for example `sites.borrowed-brand`.
        title: Two or three words for lists.
        sign: +1 speaks for a malicious site, -1 against.
        prior: Weight in log-odds at full strength before any label was seen; the fit may raise or
            lower it but never turn its sign.
        unit: Unit of the measured value.
        measure: The number people are shown.
        strength: How strongly the reason holds, 0 (not at all) upward, usually to 1.
        say: The sentence for a measured value.
        source: Where the idea comes from.
        kind: The verdict it speaks for; empty where it tells none.
    """

    code: str
    title: Text
    sign: int
    prior: float
    unit: str
    measure: Callable[[Facts], float]
    strength: Callable[[Facts], float]
    say: Callable[[Facts, float], Text]
    source: str
    kind: str = ""


def ramp(value: float, low: float, high: float) -> float:
    """0 up to `low`, 1 from `high` on, straight between."""
    return min(1.0, max(0.0, (value - low) / (high - low)))


def sentence(ja: str, en: str) -> Callable[[Facts, float], Text]:
    """A sentence with the value put in at `{v}` (format specifications allowed)."""

    def say(_: Facts, value: float) -> Text:
        return Text(ja=ja.format(v=value), en=en.format(v=value))

    return say


def shown(name: str, most: int = 60) -> str:
    """A name from a page, cut to a length that a sentence bears."""
    return name if len(name) <= most else f"{name[: most - 1]}…"
