"""Check: one thing that was looked at, how it stands, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum

from noroshi.spine.model import Text


class Level(StrEnum):
    """How it stands, worst last but one; `unknown` is never taken for good."""

    GOOD = "good"
    NOTE = "note"
    WARN = "warn"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The check.

    Attributes:
        code: Stable name, `spf.lookups`.
        level: How it stands.
        domain: What was looked at.
        text: One sentence on what was seen.
        remedy: What to do; null where nothing is to be done.
        source: The standard's place.
    """

    code: str
    level: Level
    domain: str
    text: Text
    remedy: Text | None = None
    source: str = ""

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        return {
            "code": self.code,
            "level": self.level.value,
            "domain": self.domain,
            "text": self.text.as_dict(),
            "remedy": self.remedy.as_dict() if self.remedy else None,
            "source": self.source,
        }


Said = tuple[str, str]
"""A sentence in Japanese and in English."""


def say(  # a check is its sentences
    code: str,
    level: Level,
    domain: str,
    text: Said,
    *,
    remedy: Said | None = None,
    source: str = "",
) -> Check:
    """A check from its sentences."""
    return Check(
        code=code,
        level=level,
        domain=domain,
        text=Text(ja=text[0], en=text[1]),
        remedy=Text(ja=remedy[0], en=remedy[1]) if remedy else None,
        source=source,
    )


def unanswered(code: str, domain: str, what: str) -> Check:
    """A question stayed without an answer."""
    return Check(
        code=code,
        level=Level.UNKNOWN,
        domain=domain,
        text=Text(ja=f"{what} への答えが得られない。", en=f"There is no answer for {what}."),
        remedy=Text(
            ja="DNS サーバを直すか、その名前を含むゾーンファイルも与えて、もう一度調べる。",
            en="Mend the DNS server, or give the zone file that holds the name, and assess again.",
        ),
    )


def worst(levels: list[Level]) -> Level:
    """The level of a whole: bad, then unknown, then the others."""
    for level in (Level.BAD, Level.UNKNOWN, Level.WARN, Level.NOTE):
        if level in levels:
            return level
    return Level.GOOD
