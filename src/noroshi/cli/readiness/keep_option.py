"""The option `--keep`: the result stays in the home, under a run that documents and pages cite."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING

import click

from noroshi.cli.door import Door
from noroshi.jobs.readiness.keeping import keep

if TYPE_CHECKING:
    from noroshi.spine.store.readiness_results import Row

Command = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Keeper:
    """Keeps results where the user asked for it.

    Attributes:
        door: The command's.
        wanted: Whether `--keep` was given.
        started_at: When the command began.
    """

    door: Door
    wanted: bool
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(
        self, topic: str, subject: str, rows: "Iterable[Row]", inputs: Mapping[str, str]
    ) -> None:
        """Keep a result and tell its run; nothing without `--keep`."""
        if self.wanted:
            kept = keep(
                self.door.home, topic, subject, rows, inputs=inputs, started_at=self.started_at
            )
            self.door.warn(f"noroshi: kept as run {kept.run}")


def keep_option(command: Command) -> Command:
    """Give a command `--keep`, and a `Keeper` as its argument `keeper`. Stands below `with_door`."""

    @click.option(
        "--keep",
        "wanted",
        is_flag=True,
        help="Keep the result in the home, for the guideline, the score and the console.",
    )
    @wraps(command)
    def keeping(door: Door, /, *args: object, wanted: bool, **options: object) -> None:
        command(door, *args, keeper=Keeper(door, wanted), **options)

    return keeping
