"""Person: who works at this command line, as the record names him."""

import getpass
from collections.abc import Callable

import click


def by_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--by`, the person that the record names."""
    return click.option(
        "--by",
        callback=lambda _context, _parameter, value: named(value),
        default=getpass.getuser,
        metavar="NAME",
        help="Who does it, for the record; the log-in name at this machine when left out.",
    )(command)


def named(name: str) -> str:
    """A person as the record names him."""
    if not name.isprintable() or not 0 < len(name) <= 100:
        raise click.BadParameter("write a name of 1 to 100 printable characters")
    return f"user:{name}"
