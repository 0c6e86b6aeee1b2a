"""Person: who decides on the command line."""

import getpass
from collections.abc import Callable

import click

from noroshi.spine.model import ConfigError

Command = Callable[..., None]


def by_option(command: Command) -> Command:
    """Give a command `--by`."""
    return click.option(
        "--by", metavar="NAME", help="Who decides; the user of this session when left out."
    )(command)


def person_of(by: str | None) -> str:
    """`user:NAME`, as decisions are recorded.

    Raises:
        ConfigError: There is no name, or one that would not stay on one line.
    """
    try:
        name = (by if by is not None else getpass.getuser()).removeprefix("user:")
    except (KeyError, OSError) as error:
        raise ConfigError("this session has no user; say who decides: --by NAME") from error
    if not name.strip() or not name.isprintable() or len(name) > 80:
        raise ConfigError("--by takes a name of 1 to 80 printable characters")
    return f"user:{name.strip()}"
