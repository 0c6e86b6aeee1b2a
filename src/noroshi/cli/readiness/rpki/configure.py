"""`noroshi readiness rpki configure`: text for a router, read by its own parser."""

import sys

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.readiness.keep_option import Keeper, keep_option
from noroshi.cli.readiness.rpki.router_options import router_options, wish_of
from noroshi.jobs.readiness.checking_text import Checked, check_text
from noroshi.readiness.rpki.configure import DIALECTS, UNCHECKED, Treatment


@click.command()
@router_options
@click.option(
    "--treatment",
    type=click.Choice([one.value for one in Treatment]),
    default="tag",
    show_default=True,
    help="Of invalid routes: tag counts them, prefer takes others first, drop takes none.",
)
@with_door
@keep_option
def configure(door: Door, keeper: Keeper, **options: object) -> None:  # fmt: skip
    """Write the configuration that makes a router validate origins.

    The text goes to standard output, and what the router's own parser says of it to standard error, where
    that parser is installed (vtysh, bird, gobgpd, OpenBGPD's bgpd). Text for IOS-XR, Junos and EOS is marked
    "not device-checked". A text that the parser refuses is not written; the exit code is then 3.
    """
    dialect = str(options["dialect"])
    text = DIALECTS[dialect](wish_of(options, Treatment(str(options["treatment"]))))
    checked = check_text(dialect, text)
    if checked.good is False:
        click.echo(f"noroshi: {checked.parser} refuses the text: {checked.said}", err=True)
        click.get_current_context().exit(3)
    row = {"for": dialect, "treatment": options["treatment"], "checked": checked.good}
    row |= {"parser": checked.parser, "text": text}
    keeper("rpki.configure", f"{dialect} {options['treatment']}", [row], {"parser": checked.parser})
    if door.as_json:
        door.emit([row])
        return
    sys.stdout.write(text)
    door.warn(f"noroshi: {_said(dialect, checked)}")


def _said(dialect: str, checked: Checked) -> str:
    if dialect in UNCHECKED:
        return "not device-checked: no parser for this system is at hand; try it on a device first"
    if checked.good is None:
        return f"not checked: {checked.parser} is not installed here"
    return f"checked with {checked.parser}"
