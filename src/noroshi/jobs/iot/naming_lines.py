"""Naming lines: at the operator, whose device each exposure was. Nothing of it leaves the machine."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from noroshi.iot.match import Match, MatchResult, SessionFile, match_sessions
from noroshi.iot.report import Exposure, read_exposures
from noroshi.jobs.house.auditing import trail_of
from noroshi.spine.engine import DuckEngine
from noroshi.spine.home import Home


@dataclass(slots=True)
class Named:
    """A run.

    Attributes:
        answers: Each exposure that could be read with what the logs say, in input order.
        refused: Rows of the findings that are none, by reason.
        refused_sessions: Rows of the logs that are none, by reason.
    """

    answers: list[tuple[Exposure, Match]] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    refused_sessions: Counter[str] = field(default_factory=Counter)

    @property
    def counts(self) -> dict[str, int]:
        """How many exposures have each result; this alone may be told outside."""
        found = Counter(answer.result for _, answer in self.answers)
        return {result.value: found[result] for result in MatchResult}


def name_lines(
    home: Home,
    lines: Iterable[bytes | None],
    logs: Iterable[Path],
    *,
    by: str,
    skew_s: int,
    purpose: str,
) -> Named:
    """Hold exposures against session logs. Who asked and why is audited before anything is read.

    Args:
        home: Of the operator.
        lines: Exposures as JSON objects; null for a line that was too long.
        logs: Session logs, CSV or Parquet.
        by: Who asks.
        skew_s: How far the clocks may differ, in seconds.
        purpose: Why; kept in the audit.

    Raises:
        InputError: A log is no session log.
        SourceError: A log cannot be read.
    """
    files = [SessionFile(path) for path in logs]
    trail = trail_of(home.create(), lambda: datetime.now(UTC))
    told = {"logs": str(len(files)), "skew_s": str(skew_s), "purpose": purpose}
    trail.note(by, "iot.match", "sessions", told)
    done = Named()
    exposures = list(read_exposures(lines, done.refused))
    sessions = chain.from_iterable(file.sessions() for file in files)
    limits = home.settings.engine
    with DuckEngine(
        memory_limit=limits.memory_limit, threads=limits.threads, spill_dir=home.spill
    ) as engine:
        answers = match_sessions(
            engine, exposures, sessions, skew_ms=skew_s * 1000, folder=home.spill
        )
    done.answers = list(zip(exposures, answers, strict=True))
    for file in files:
        done.refused_sessions += file.refused
    return done
