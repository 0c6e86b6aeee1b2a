"""`noroshi sites`: malicious web sites, from a post to what is visited first."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "extract": ("noroshi.cli.sites_extract:extract", "The URLs that people posted."),
    "triage": ("noroshi.cli.sites_triage:triage", "Which URLs to visit first."),
    "train": ("noroshi.cli.sites_train:train", "A triage model from one's own labelled URLs."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def sites() -> None:
    """Malicious web sites: take in what is reported, and say what to visit first."""
