"""VRP source: an option's value that is a file, `-`, or a cache that speaks RTR."""

from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike

import click

from noroshi.jobs.flows.source_file import opened
from noroshi.jobs.readiness.payload_source import SCHEME


class VrpSource(click.Path):
    """A file that exists, `-`, or `rtr://HOST:PORT`."""

    def __init__(self) -> None:
        super().__init__(exists=True, dir_okay=False, allow_dash=True)

    def convert(
        self,
        value: str | PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | PathLike[str]:
        """The value as it is, once the file is seen to exist."""
        if str(value).startswith(SCHEME):
            return str(value)
        return super().convert(value, param, ctx)


@contextmanager
def opened_source(name: str) -> Iterator[str]:
    """The source as jobs take it; standard input becomes a file for the time being."""
    if name.startswith(SCHEME):
        yield name
        return
    with opened(name) as path:
        yield str(path)
