"""Catalogue: the items of the guideline by technology, with stages, failures and questions.

The words stand in `content/*.toml`, one file a technology, both languages beside each other.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from noroshi.spine.model import Text


class Level(StrEnum):
    """How binding an item is, as RFC 2119 uses the words."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class Effort(StrEnum):
    """How much work an item is, by class; no quotation."""

    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"


class How(StrEnum):
    """How the state of an item is found."""

    FIGURE = "figure"
    """A figure of a kept result lies on the right side of a limit."""
    CHECKS = "checks"
    """The checks of a kept result with these codes are good."""
    RESULT = "result"
    """There is a kept result that is young enough."""
    MANUAL = "manual"
    """A person declares it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How the state of an item is found; only what its kind needs is filled.

    Attributes:
        kind: How.
        figure: Name of the figure.
        at_most: Met at this or below.
        below: Met below this.
        at_least: Met at this or above.
        topic: Topic of the result.
        codes: Beginnings of codes of checks.
        days: How old the result may be.
    """

    kind: How
    figure: str = ""
    at_most: float | None = None
    below: float | None = None
    at_least: float | None = None
    topic: str = ""
    codes: tuple[str, ...] = ()
    days: int = 0

    @property
    def reads(self) -> str:
        """What is read, for people: a figure, a topic, or nothing."""
        return self.figure or self.topic

    def holds(self, value: float) -> bool:
        """Whether a figure is on the right side of all limits."""
        return (
            (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
            and (self.at_least is None or value >= self.at_least)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to do.

    Attributes:
        code: Stable name, `rpki.roa`.
        level: How binding.
        effort: How much work.
        title: What.
        reason: Why.
        how: What to do.
        source: Standards.
        rule: How its state is found.
    """

    code: str
    level: Level
    effort: Effort
    title: Text
    reason: Text
    how: Text
    source: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Step:
    """One stage: its name, the condition for taking it, and the way back."""

    title: Text
    gate: Text
    back: Text


@dataclass(frozen=True, slots=True)
class Failure:
    """What goes wrong: how it looks, why, what to do."""

    symptom: Text
    cause: Text
    mend: Text


@dataclass(frozen=True, slots=True)
class Question:
    """What users ask the help desk, and what it may answer."""

    ask: Text
    answer: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Technology:
    """One chapter.

    Attributes:
        name: Stable name.
        title: Of the chapter.
        short: For tables.
        protects: What it is good for.
        without: What happens where nothing is done.
        slip: What a mistake does.
        items: In the order of the chapter.
        steps: In their order.
        failures: Common ones.
        questions: For the help desk.
    """

    name: str
    title: Text
    short: Text
    protects: Text
    without: Text
    slip: Text
    items: tuple[Item, ...]
    steps: tuple[Step, ...]
    failures: tuple[Failure, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The words that belong to no technology.

    Attributes:
        words: Headings and sentences by name.
        figures: What figures are called.
        legal: Acts, what each touches and needs.
        glossary: Terms with their meaning.
    """

    words: Mapping[str, Text]
    figures: Mapping[str, Text]
    legal: tuple[Mapping[str, Text], ...]
    glossary: tuple[tuple[str, Text], ...]


@cache
def catalogue() -> tuple[Technology, ...]:
    """All technologies in the order of the document."""
    return tuple(
        _technology(tomllib.loads(text)) for name, text in _contents() if name != "book.toml"
    )


@cache
def items() -> dict[str, Item]:
    """Every item by its code."""
    return {item.code: item for technology in catalogue() for item in technology.items}


@cache
def book() -> Book:
    """Words of the document."""
    read = tomllib.loads(dict(_contents())["book.toml"])
    return Book(
        words=_texts(read["words"]),
        figures=_texts(read["figures"]),
        legal=tuple(_texts(row) for row in read["legal"]),
        glossary=tuple((row["term"], Text(**row["text"])) for row in read["glossary"]),
    )


@cache
def edition() -> str:
    """Digest of everything that the items say: two documents with the same one ask for the same."""
    digest = hashlib.sha256()
    for name, text in _contents():
        digest.update(f"{name}\n{text}".encode())
    return digest.hexdigest()[:10]


def _contents() -> list[tuple[str, str]]:
    folder = files("noroshi.readiness.guide") / "content"
    found = [(each.name, each.read_text(encoding="utf-8")) for each in folder.iterdir()]
    return sorted((name, text) for name, text in found if name.endswith(".toml"))


def _technology(read: dict[str, Any]) -> Technology:
    words = ("title", "short", "protects", "without", "slip")
    return Technology(
        name=read["name"],
        **{word: Text(**read[word]) for word in words},
        items=tuple(_item(row) for row in read["items"]),
        steps=tuple(Step(**_texts(row)) for row in read["steps"]),
        failures=tuple(Failure(**_texts(row)) for row in read["failures"]),
        questions=tuple(Question(**_texts(row)) for row in read["questions"]),
    )


def _item(row: dict[str, Any]) -> Item:
    rule = {**row["rule"], "kind": How(row["rule"]["kind"])}
    return Item(
        code=row["code"],
        level=Level(row["level"]),
        effort=Effort(row["effort"]),
        source=row["source"],
        rule=Rule(**{**rule, "codes": tuple(rule.get("codes", ()))}),
        **{word: Text(**row[word]) for word in ("title", "reason", "how")},
    )


def _texts(row: Mapping[str, Mapping[str, str]]) -> dict[str, Text]:
    return {name: Text(**said) for name, said in row.items()}
