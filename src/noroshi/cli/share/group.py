"""`noroshi share`: indicators out, and lists of peers in."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "export": ("noroshi.cli.share.export:export", "Write the list that policy allows out."),
    "formats": ("noroshi.cli.share.formats:formats", "What a list can be written as."),
    "pull": ("noroshi.cli.share.pull:pull", "Read the lists of peers."),
    "feed": ("noroshi.cli.share.feed:feed", "Keep a policy zone (RPZ) at a DNS primary."),
    "sight": (
        "noroshi.cli.share.sight:sight",
        "Count the flows of your own lake that met listed servers.",
    ),
    "publish": ("noroshi.cli.share.publish:publish", "Bring the shared lists up to date."),
    "contributions": (
        "noroshi.cli.share.contributions:contributions",
        "What members and peers said, and what became of it.",
    ),
    "holds": ("noroshi.cli.share.publish:holds", "Lists that wait because they change too much."),
    "release": ("noroshi.cli.share.publish:release", "Let a list that waits go out."),
    "withdraw": ("noroshi.cli.share.withdraw:withdraw", "Take an entry back everywhere."),
    "wrong": (
        "noroshi.cli.share.withdraw:wrong",
        "Report an entry wrong: it is suspended at once.",
    ),
    "warnings": ("noroshi.cli.share.warnings:warnings", "Warning lists, and what they name."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def share() -> None:
    """Indicators out, and lists of peers in."""
