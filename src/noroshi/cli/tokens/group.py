"""`noroshi tokens`: what programs show."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "issue": ("noroshi.cli.tokens.programs:issue", "Make a token, and print it once."),
    "list": ("noroshi.cli.tokens.programs:list_", "Tokens, the newest first."),
    "revoke": ("noroshi.cli.tokens.programs:revoke", "Take a token back."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def tokens() -> None:
    """What programs show instead of a password."""
