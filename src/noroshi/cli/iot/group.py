"""`noroshi iot`: what may be asked, and what the answers say."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "scope": ("noroshi.cli.iot.scope:scope", "Who allowed a survey, and what it may ask."),
    "survey": ("noroshi.cli.iot.survey:survey", "Ask what a signed scope allows, and keep a book."),
    "exclude": ("noroshi.cli.iot.exclude:exclude", "Who asked not to be surveyed."),
    "import": (
        "noroshi.cli.iot.importing:import_",
        "Findings of masscan, zmap, ZGrab2, nmap, IVRE, Shadowserver.",
    ),
    "identify": (
        "noroshi.cli.iot.identify:identify",
        "Banners to device, version, weaknesses and end of life.",
    ),
    "attribute": (
        "noroshi.cli.iot.attribute:attribute_rows",
        "Addresses to autonomous system and operator.",
    ),
    "notify": ("noroshi.cli.iot.notify:notify", "A report for each operator."),
    "devices": ("noroshi.cli.iot.devices:devices", "Devices that this home keeps for its pages."),
    "makers": ("noroshi.cli.iot.makers:makers", "A report for each manufacturer."),
    "checklist": (
        "noroshi.cli.iot.checklist:checklist",
        "What a maker asks itself of products to come.",
    ),
    "match": ("noroshi.cli.iot.match:match", "At the operator: whose line it was."),
    "cases": ("noroshi.cli.iot.cases:cases", "At the operator: devices from notice to repair."),
    "letters": ("noroshi.cli.iot.letters:letters", "At the operator: notices to subscribers."),
    "diff": ("noroshi.cli.iot.diff:diff", "What changed between two rounds."),
    "lab": ("noroshi.cli.iot.lab:lab", "A made network to try the whole journey in."),
    "followup": ("noroshi.cli.iot.followup:followup", "Do told devices get mended?"),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def iot() -> None:
    """Weak devices of an authorised scope, and what they are."""
