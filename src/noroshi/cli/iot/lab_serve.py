"""`noroshi iot lab serve`: made devices on their addresses."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.iot.lab.stand import serve_stand
from noroshi.lab.survey.device import HIGH, Ports
from noroshi.spine.model import ConfigError


@click.command()
@click.argument("stand", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--part", default="1/1", show_default=True, metavar="I/N", help="Which part of the devices.")  # fmt: skip
@click.option("--high-ports", is_flag=True, help="Ports above 1023 only.")
@with_door
def serve(door: Door, stand: Path, part: str, high_ports: bool) -> None:  # noqa: ARG001  # every command has its door
    """Serve the devices of STAND on their addresses until ended; says `up` when all are."""
    number, _, of = part.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise ConfigError(f"{part!r} is no part; write 1/2 for the first of two")
    ports = HIGH if high_ports else Ports()
    serve_stand(stand, ports, part=int(number) - 1, of=int(of), tell_up=_tell_up())


def _tell_up() -> Iterator[str]:
    sys.stdout.write("up\n")
    sys.stdout.flush()
    yield "up"
