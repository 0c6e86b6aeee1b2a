"""Checks for people: the worst level of a subject, then one line a check and its remedy."""

from collections.abc import Iterable
from typing import Protocol

from noroshi.cli.door import Door
from noroshi.cli.printable import printable
from noroshi.spine.model import Language, Text

MARKS = {"good": "ok", "note": "--", "warn": "!!", "bad": "XX", "unknown": "??"}


class Shown(Protocol):
    """What a check tells."""

    @property
    def code(self) -> str: ...  # noqa: D102  # fields of a protocol
    @property
    def level(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> Text: ...  # noqa: D102
    @property
    def remedy(self) -> Text | None: ...  # noqa: D102


def show_checks(
    door: Door, subject: str, level: str, checks: Iterable[Shown], language: Language
) -> None:
    """Print the checks of one subject."""
    door.say(f"{printable(subject)}: {level}")
    for check in checks:
        door.say(f"  {MARKS[check.level]} {check.code}: {printable(check.text.said(language))}")
        if check.remedy is not None:
            door.say(f"       → {printable(check.remedy.said(language))}")
