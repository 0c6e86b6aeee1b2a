"""`noroshi operators`: the members of the sharing body."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "add": ("noroshi.cli.operators.members:add", "Take an operator in."),
    "list": ("noroshi.cli.operators.members:list_", "The members, and what is known of them."),
    "edit": ("noroshi.cli.operators.members:edit", "Change what is known of an operator."),
    "end": ("noroshi.cli.operators.members:end", "End a membership; its record stays."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def operators() -> None:
    """Members of the sharing body."""
