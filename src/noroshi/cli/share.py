"""`noroshi share`: indicators out, and lists of peers in."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "export": ("noroshi.cli.share_export:export", "Write the list that policy allows out."),
    "formats": ("noroshi.cli.share_formats:formats", "What a list can be written as."),
    "pull": ("noroshi.cli.share_pull:pull", "Read the lists of peers."),
    "feed": ("noroshi.cli.share_feed:feed", "Keep a policy zone (RPZ) at a DNS primary."),
    "sight": (
        "noroshi.cli.share_sight:sight",
        "Count the flows of your own lake that met listed servers.",
    ),
    "publish": ("noroshi.cli.share_publish:publish", "Bring the shared lists up to date."),
    "holds": ("noroshi.cli.share_publish:holds", "Lists that wait because they change too much."),
    "release": ("noroshi.cli.share_publish:release", "Let a list that waits go out."),
    "withdraw": ("noroshi.cli.share_withdraw:withdraw", "Take an entry back everywhere."),
    "wrong": (
        "noroshi.cli.share_withdraw:wrong",
        "Report an entry wrong: it is suspended at once.",
    ),
    "warnings": ("noroshi.cli.share_warnings:warnings", "Warning lists, and what they name."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def share() -> None:
    """Indicators out, and lists of peers in."""
