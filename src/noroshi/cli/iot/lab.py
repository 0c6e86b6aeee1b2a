"""`noroshi iot lab`: a made network, and the whole journey of the survey in it."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "run": (
        "noroshi.cli.iot.lab_run:run",
        "Play the journey, and tell its figures against the truth.",
    ),
    "ask": ("noroshi.cli.iot.lab_ask:ask", "Run a round of a lab scope as of another moment."),
    "serve": ("noroshi.cli.iot.lab_serve:serve", "Serve made devices until ended."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def lab() -> None:
    """A country that we made: devices, operators with session logs, people, and the truth."""
