"""Door: what every command shares: the home, `--json`, and where output goes."""

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING

import click
import msgspec

from noroshi.spine.home import Home, start_logs

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True, slots=True)
class Door:
    """One invocation: its home, and how it speaks."""

    home: Home
    as_json: bool

    @property
    def console(self) -> "Console":
        """Human output on stdout."""
        return _console()

    @property
    def notices(self) -> "Console":
        """Progress and notices on stderr; stdout stays clean for machines."""
        return _console(stderr=True)

    def say(self, text: str) -> None:
        """One line for people on stdout, as it is."""
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)

    def warn(self, text: str) -> None:
        """One line for people on stderr, as it is."""
        self.notices.print(text, markup=False, highlight=False, soft_wrap=True)

    def emit(self, rows: Iterable[Mapping[str, object]]) -> None:
        """Write machine output: one JSON object a line, nothing else."""
        encode = msgspec.json.Encoder().encode
        out = sys.stdout.buffer
        for row in rows:
            out.write(encode(row) + b"\n")
        out.flush()


def _console(*, stderr: bool = False) -> "Console":
    from rich.console import Console  # noqa: PLC0415  # many commands print none

    return Console(stderr=stderr)


def with_door(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--json`, and its `Door` as first argument."""

    @click.option("--json", "as_json", is_flag=True, help="Machine output: JSON Lines on stdout.")
    @click.pass_context
    @wraps(command)
    def opened(context: click.Context, /, *, as_json: bool, **options: object) -> None:
        start_logs(verbose=context.obj["verbose"], as_json=as_json)
        command(Door(Home(context.obj["home"]), as_json), **options)

    return opened
