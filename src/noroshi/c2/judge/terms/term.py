"""Term: one reason for or against, in a form that people can read and labels can weigh."""

from collections.abc import Callable
from dataclasses import dataclass

from noroshi.c2.analyse import Floats
from noroshi.c2.judge.facts import Facts
from noroshi.spine.model import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A monotone piece of evidence about servers.

    Attributes:
        code: Stable name, for example `c2.odd-port`.
        title: Two or three words for lists and charts.
        sign: +1 speaks for a C&C server, -1 against.
        prior: Weight in log-odds at full strength before any label was seen; the fit may raise or
            lower it but never turn its sign.
        unit: Unit of the measured value.
        measure: The number people are shown, one per server.
        strength: How strongly the reason holds, 0 (not at all) upward, usually to 1.
        say: The sentence for a measured value.
        source: Where the idea comes from.
    """

    code: str
    title: Text
    sign: int
    prior: float
    unit: str
    measure: Callable[[Facts], Floats]
    strength: Callable[[Facts], Floats]
    say: Callable[[float], Text]
    source: str


def sentence(ja: str, en: str) -> Callable[[float], Text]:
    """A sentence with the value put in at `{v}` (format specifications allowed)."""

    def say(value: float) -> Text:
        return Text(ja=ja.format(v=value), en=en.format(v=value))

    return say
