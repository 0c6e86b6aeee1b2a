"""`noroshi users`: people who may log in."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "add": (
        "noroshi.cli.users.people:add",
        "Add a person, and print a link for the first password.",
    ),
    "list": ("noroshi.cli.users.people:list_", "People by operator."),
    "invite": ("noroshi.cli.users.people:invite", "Print a fresh link that sets a password once."),
    "role": ("noroshi.cli.users.people:role", "Give a person another role."),
    "disable": ("noroshi.cli.users.people:disable", "Let a person in no longer."),
    "enable": ("noroshi.cli.users.people:enable", "Let a disabled person in again."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def users() -> None:
    """People who may log in."""
