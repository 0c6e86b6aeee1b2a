"""Rehearsal: the names of a query log with their verdicts, kept so that a stopped run goes on.

No client is in it: only names, how often they were asked for, and counts of users.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import dns.name

from noroshi.readiness.dnssec.verdict import ABOUT, Fault, State, Verdict
from noroshi.spine.model import ConfigError

MOST_NAMES = 20_000_000
"""Names of one rehearsal; those beyond are counted and left out."""

_TABLES = """
CREATE TABLE IF NOT EXISTS name (
    name TEXT, kind TEXT, asked INT, state TEXT, fault TEXT, place TEXT, users INT,
    PRIMARY KEY (name, kind)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_state ON name (state);
CREATE TABLE IF NOT EXISTS note (what TEXT PRIMARY KEY, number INT);
"""


class Question(NamedTuple):
    """A name and a type."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A name that would fail.

    Attributes:
        question: It.
        asked: Questions in the log.
        users: Clients that asked.
        verdict: Why.
    """

    question: Question
    asked: int
    users: int
    verdict: Verdict

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        verdict = self.verdict.as_dict()
        about = ABOUT[self.verdict.fault] if self.verdict.fault else None
        return {
            "name": self.question.name,
            "type": self.question.kind,
            "users": self.users,
            "asked": self.asked,
            **verdict,
            "remedy": about.remedy.as_dict() if about else None,
        }


class Rehearsal:
    """A rehearsal on disk.

    Raises:
        ConfigError: The file is none, or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path)
            self._database.executescript(_TABLES)
        except (sqlite3.Error, OSError) as error:
            raise ConfigError(f"{path} cannot be used: {error}") from error

    def close(self) -> None:
        """Leave it for another time."""
        self._database.commit()
        self._database.close()

    @property
    def is_filled(self) -> bool:
        """Whether the whole log was read."""
        return self.note("filled") == 1

    def fill(self, counted: Iterable[tuple[Question, int]], *, users: int, lines: int) -> None:
        """Take the questions of a log, all or none."""
        with self._database as database:
            database.execute("DELETE FROM name")
            database.executemany(
                "INSERT INTO name (name, kind, asked) VALUES (?, ?, ?)",
                ((*question, asked) for question, asked in counted),
            )
            notes = (("filled", 1), ("users", users), ("lines", lines))
            database.executemany("INSERT OR REPLACE INTO note VALUES (?, ?)", notes)

    def note(self, what: str) -> int:
        """A number that was noted; 0 without one."""
        row = self._database.execute("SELECT number FROM note WHERE what = ?", (what,)).fetchone()
        return int(row[0]) if row else 0

    def put(self, what: str, number: int) -> None:
        """Note a number."""
        with self._database as database:
            database.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (what, number))

    def open_questions(self) -> Iterator[Question]:
        """Questions without a verdict, the most asked first."""
        rows = self._database.execute(
            "SELECT name, kind FROM name WHERE state IS NULL ORDER BY asked DESC, name"
        ).fetchall()
        yield from (Question(*row) for row in rows)

    def judge(self, verdicts: Iterable[tuple[Question, Verdict]]) -> None:
        """Keep verdicts; those that found no answer stay open only in this run's words."""
        with self._database as database:
            database.executemany(
                "UPDATE name SET state = ?, fault = ?, place = ? WHERE name = ? AND kind = ?",
                (
                    (one.state.value, one.fault.value if one.fault else None, one.at.to_text(), *question)
                    for question, one in verdicts
                ),
            )  # fmt: skip

    def failing(self) -> set[str]:
        """Names that would fail only because of validation."""
        rows = self._database.execute("SELECT DISTINCT name FROM name WHERE state = 'bogus'")
        return {row[0] for row in rows}

    def count_users(self, users: dict[str, int]) -> None:
        """Keep how many clients asked for each name."""
        with self._database as database:
            database.executemany(
                "UPDATE name SET users = ? WHERE name = ?",
                ((count, name) for name, count in users.items()),
            )

    def states(self) -> Counter[str]:
        """Names by verdict; `open` for those without."""
        rows = self._database.execute(
            "SELECT coalesce(state, 'open'), count(*) FROM name GROUP BY 1"
        )
        return Counter({row[0]: row[1] for row in rows})

    def broken(self) -> Iterator[Broken]:
        """Names that would fail, the most users first."""
        rows = self._database.execute(
            "SELECT name, kind, asked, coalesce(users, 0), fault, place FROM name"
            " WHERE state = 'bogus' ORDER BY users DESC, asked DESC, name"
        )
        for name, kind, asked, users, fault, place in rows:
            verdict = Verdict(
                state=State.BOGUS,
                at=dns.name.from_text(place),
                fault=Fault(fault) if fault else None,
            )
            yield Broken(question=Question(name, kind), asked=asked, users=users, verdict=verdict)
