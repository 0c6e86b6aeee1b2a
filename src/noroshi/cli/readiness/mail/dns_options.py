"""DNS options: who answers the questions of a command."""

from collections.abc import Callable
from pathlib import Path

import click

Command = Callable[..., None]
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def dns_options(command: Command) -> Command:
    """Give a command `--resolver` and `--zone`."""
    for option in (
        click.option("--zone", "zones", type=FILE, multiple=True, metavar="FILE", help="Zone file that answers in place of a resolver; may be repeated."),
        click.option("--resolver", metavar="ADDR[:PORT]", help="Recursive resolver that answers."),
    ):  # fmt: skip
        command = option(command)
    return command
