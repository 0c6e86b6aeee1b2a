"""`noroshi sites brands`: who is imitated, what is theirs, and how their pages look."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "list": ("noroshi.cli.sites.brands.list:list_brands", "The brands in force."),
    "check": ("noroshi.cli.sites.brands.check:check", "Whether the list keeps its rules."),
    "capture": ("noroshi.cli.sites.brands.check:capture", "How official pages look."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def brands() -> None:
    """Brands that imitations wear: the shipped list and sites/brands.tsv of the home."""
