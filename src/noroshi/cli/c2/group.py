"""`noroshi c2`: find C&C servers in flows and explain each."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "detect": ("noroshi.cli.c2.detect:detect", "Find C&C servers in the lake's flows."),
    "explain": (
        "noroshi.cli.c2.explain:explain",
        "Why a server is judged as it is, with pictures.",
    ),
    "hosts": (
        "noroshi.cli.c2.hosts:hosts",
        "Subscribers (pseudonyms) with symptoms; never exported.",
    ),
    "match": ("noroshi.cli.c2.match:match", "Agreement with block lists, both ways."),
    "evaluate": (
        "noroshi.cli.c2.evaluate:evaluate",
        "How right the detector is, by held-out captures.",
    ),
    "allow": ("noroshi.cli.c2.allow:allow", "The operator's own allow-lists."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def c2() -> None:
    """Find C&C servers in flows and explain each."""
