"""The group `noroshi flows`: flow records in."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "import": ("noroshi.cli.flows.importing:import_", "Take flow files into the lake; repeatable."),
    "collect": (
        "noroshi.cli.flows.collect:collect",
        "Receive export datagrams from routers into the lake.",
    ),
    "consume": (
        "noroshi.cli.flows.consume:consume",
        "Take flows from a Kafka topic into the lake.",
    ),
    "decode": ("noroshi.cli.flows.decode:decode", "Show every record of an export capture."),
    "generate": (
        "noroshi.cli.flows.generate:generate",
        "Make export datagrams to try a collector with.",
    ),
    "top": ("noroshi.cli.flows.top:top", "Who moves most: flows grouped, the largest first."),
    "find": ("noroshi.cli.flows.top:find", "All flows of an address or range."),
    "query": ("noroshi.cli.flows.query:query", "Ask the lake in SQL; it is only read."),
    "stats": ("noroshi.cli.flows.stats:stats", "What the lake holds."),
    "tidy": ("noroshi.cli.flows.tidy:tidy", "Merge hours, summarise days, drop what is too old."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def flows() -> None:
    """Flow records in."""
