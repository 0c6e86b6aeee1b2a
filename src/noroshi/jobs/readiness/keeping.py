"""Keeping: the result of a readiness command under a run, so that documents and pages can cite it.

Every such command loads this, and few keep anything: what opens the state is loaded when it is.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from noroshi.spine.home import Home

if TYPE_CHECKING:
    from noroshi.spine.store.readiness_results import KeptResult, Row

MOST_ROWS = 2_000
"""Rows of one result: a document shows the largest, not a table of routes."""


def keep(  # noqa: PLR0913  # the parts of one record
    home: Home,
    topic: str,
    subject: str,
    rows: "Iterable[Row]",
    *,
    inputs: Mapping[str, str],
    started_at: datetime,
    ended_at: datetime | None = None,
) -> "KeptResult":
    """Keep the rows that a command wrote, the first ones where they are too many.

    Args:
        home: Whose state.
        topic: `TECHNOLOGY.VERB`.
        subject: What it is about; empty for the whole network.
        rows: As for machines.
        inputs: What was read, by name: digests of files, addresses of servers.
        started_at: When the command began.
        ended_at: When it ended; now when left out.
    """
    from noroshi.spine.store import Store  # noqa: PLC0415  # half of a command's start
    from noroshi.spine.store.readiness_results import ReadinessResults  # noqa: PLC0415  # as above

    made = [msgspec.to_builtins(row) for _, row in zip(range(MOST_ROWS), rows, strict=False)]
    with Store.open(home.create().state) as store:
        return ReadinessResults(store.database).keep(
            topic,
            subject,
            made,
            inputs=inputs,
            started_at=started_at,
            ended_at=ended_at or datetime.now(UTC),
        )


def source_digest(source: str | Path) -> str:
    """SHA-256 of a file; a server's address stays as it is."""
    path = Path(source)
    if not path.is_file():
        return str(source)
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def reports_digest(home: Home, *shelves: str) -> str:
    """Digest of the reports on some shelves, else the aggregate ones: files are named by what they hold."""  # fmt: skip
    from noroshi.jobs.readiness.mail_importing import mail_folder  # noqa: PLC0415  # as above

    folders = [mail_folder(home) / shelf for shelf in shelves or ("aggregate",)]
    names = sorted(path.name for folder in folders for path in folder.glob("*.parquet"))
    return hashlib.sha256("\n".join(names).encode()).hexdigest()
