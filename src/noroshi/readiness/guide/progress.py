"""Progress: the lines that carriers were asked to report every three months, with their runs.

The ministry's request of 1 September 2025 names the points (filtering, DMARC of senders and receivers,
reports, reputation and BIMI); the form of the answer is ours, since none was published. RPKI, DNSSEC,
MANRS and blocking follow, so that one sheet tells all.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from noroshi.readiness.guide.catalogue import Item, book, catalogue
from noroshi.readiness.guide.score import Scored
from noroshi.readiness.guide.state import ItemState
from noroshi.spine.model import ConfigError, Language, Text
from noroshi.spine.model.fiscal import JAPAN

REQUESTED = (
    "outlet.log",
    "mail.dmarc",
    "mail.enforce",
    "mail.receive",
    "mail.reputation",
)
"""Items that the request names; they come first."""

POINTS = {
    "outlet.log": Text(ja="フィルタリングの高度化", en="better filtering"),
    "mail.dmarc": Text(ja="DMARC の導入（送信側）", en="DMARC as a sender"),
    "mail.enforce": Text(
        ja="DMARC の隔離・拒否（送信側）", en="DMARC quarantine or reject as a sender"
    ),
    "mail.receive": Text(
        ja="DMARC への対応とレポート送信（受信側）", en="DMARC and reports as a receiver"
    ),
    "mail.reputation": Text(ja="評価と BIMI の検討", en="reputation and BIMI considered"),
}
"""What the request calls them."""

COLUMNS = (
    "quarter", "operator", "item", "point", "title", "level", "state", "state_before", "why", "runs",
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of the calendar year, in Japan's time."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime) -> "Quarter":
        """The one that holds a moment."""
        there = moment.astimezone(JAPAN)
        return cls(there.year, (there.month - 1) // 3 + 1)

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """From `2026Q3`.

        Raises:
            ConfigError: It is written otherwise.
        """
        year, mark, number = text.upper().partition("Q")
        if not (mark and year.isdecimal() and len(year) == 4 and number in {"1", "2", "3", "4"}):
            raise ConfigError(f"{text!r} is no quarter; write 2026Q3")
        return cls(int(year), int(number))

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def before(self) -> "Quarter":
        """The one before."""
        if self.number == 1:
            return Quarter(self.year - 1, 4)
        return Quarter(self.year, self.number - 1)

    @property
    def end(self) -> datetime:
        """The first moment after it, in UTC."""
        year, month = (self.year + 1, 1) if self.number == 4 else (self.year, 3 * self.number + 1)
        return datetime(year, month, 1, tzinfo=JAPAN).astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: an item now and a quarter before."""

    now: ItemState
    before: ItemState

    @property
    def item(self) -> Item:
        """What it is about."""
        return self.now.item


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A quarter of an operator.

    Attributes:
        operator: Whose.
        quarter: Which.
        now: The score at its end, or today within it.
        before: The score at the end of the quarter before.
        lines: The requested points first, then every other item.
    """

    operator: str
    quarter: Quarter
    now: Scored
    before: Scored
    lines: tuple[Line, ...]

    def rows(self) -> list[dict[str, object]]:
        """The lines for machines."""
        return [
            {
                "quarter": str(self.quarter),
                "operator": self.operator,
                "item": line.item.code,
                "point": POINTS[line.item.code].as_dict() if line.item.code in POINTS else None,
                "title": line.item.title.as_dict(),
                "level": line.item.level.value,
                "state": line.now.state.value,
                "state_before": line.before.state.value,
                "why": line.now.why.as_dict(),
                "runs": [result.run for result in line.now.results],
            }
            for line in self.lines
        ]


def progress(operator: str, quarter: Quarter, now: Scored, before: Scored) -> Progress:
    """The lines of a quarter from the scores at both its ends."""
    then = {one.item.code: one for one in before.states}
    made = {one.item.code: Line(now=one, before=then[one.item.code]) for one in now.states}
    rest = [item.code for technology in catalogue() for item in technology.items]
    order = dict.fromkeys((*REQUESTED, *rest))
    return Progress(
        operator=operator,
        quarter=quarter,
        now=now,
        before=before,
        lines=tuple(made[code] for code in order),
    )


def as_csv(made: Progress, language: Language) -> bytes:
    """The lines for a spreadsheet, in one language (RFC 4180; UTF-8 with the mark that Excel looks for)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in made.rows():
        writer.writerow([_cell(row[name], language) for name in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def changed(made: Progress) -> Sequence[Line]:
    """Lines whose state is another than a quarter before."""
    return [line for line in made.lines if line.now.state is not line.before.state]


def _cell(value: object, language: Language) -> str:
    if isinstance(value, dict):
        value = value[language]
    text = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    named = book().words.get(text)
    text = named.said(language) if named and text else text
    # A spreadsheet takes a text that begins so for a formula.
    return f"'{text}" if text[:1] in "=+-@\t" else text
