"""`noroshi iot`: what may be asked, and what the answers say."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "scope": ("noroshi.cli.iot_scope:scope", "Who allowed a survey, and what it may ask."),
    "identify": (
        "noroshi.cli.iot_identify:identify",
        "Banners to device, version, weaknesses and end of life.",
    ),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def iot() -> None:
    """Weak devices of an authorised scope, and what they are."""
