"""`noroshi readiness dnssec configure`: text for servers, read by their own parsers."""

import sys
from ipaddress import ip_address

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.readiness.checking_text import Checked
from noroshi.jobs.readiness.dnssec_assessing import zone_name
from noroshi.jobs.readiness.dnssec_configuring import signing_text, validation_text
from noroshi.readiness.dnssec.configure.dialects import SIGNING, VALIDATION
from noroshi.readiness.dnssec.configure.signing import SIGNERS, SigningWish
from noroshi.readiness.dnssec.configure.validation import Mode, ValidationWish
from noroshi.spine.model import ConfigError


@click.group()
def configure() -> None:
    """Write what makes a server sign or a resolver validate.

    The text goes to standard output, and what the server's own parser says of it to standard error, where that
    parser is installed. A text that the parser refuses is not written; the exit code is then 3.
    """


@configure.command()
@click.option(
    "--for", "system", required=True, type=click.Choice(list(SIGNING)), help="The server."
)
@click.option("--zone", required=True, metavar="ZONE", help="The zone to sign.")
@click.option(
    "--algorithm",
    type=click.Choice(list(SIGNERS)),
    default="ecdsap256sha256",
    show_default=True,
    help="Of the keys.",
)
@click.option("--nsec3", is_flag=True, help="Hash names, with 0 iterations and no salt (RFC 9276).")
@click.option(
    "--opt-out", is_flag=True, help="Leave unsigned delegations out; for large registries."
)
@click.option("--valid-days", type=int, default=14, show_default=True, help="Life of signatures.")
@click.option(
    "--zsk-days",
    type=int,
    default=90,
    show_default=True,
    help="Life of the ZSK; 0 to roll by hand.",
)
@click.option(
    "--parent",
    "parents",
    multiple=True,
    metavar="ADDR",
    help="Server of the parent that is asked for the DS; repeatable.",
)
@with_door
def signing(door: Door, system: str, zone: str, parents: tuple[str, ...], **options: object) -> None:  # fmt: skip
    """Write a signing policy for Knot DNS or BIND."""
    try:
        addresses = tuple(ip_address(text) for text in parents)
    except ValueError as error:
        raise ConfigError(f"--parent: {error}") from error
    wish = SigningWish(
        zone=_plain(zone),
        algorithm=str(options["algorithm"]),
        nsec3=bool(options["nsec3"]),
        opt_out=bool(options["opt_out"]),
        valid_days=int(str(options["valid_days"])),
        zsk_days=int(str(options["zsk_days"])),
        parents=addresses,
    )
    _write(door, system, *signing_text(system, wish))


@configure.command()
@click.option(
    "--for", "system", required=True, type=click.Choice(list(VALIDATION)), help="The resolver."
)
@click.option(
    "--mode",
    type=click.Choice([one.value for one in Mode]),
    default="enforce",
    show_default=True,
    help="log notes what would fail and answers; only Unbound can.",
)
@click.option(
    "--anchor-file",
    default="",
    metavar="PATH",
    help="Where the resolver keeps the root's key; its package's place without it.",
)
@with_door
def validation(door: Door, system: str, mode: str, anchor_file: str) -> None:  # fmt: skip
    """Write what makes Unbound, BIND or Knot Resolver validate."""
    wish = ValidationWish(mode=Mode(mode), anchor=anchor_file)
    _write(door, system, *validation_text(system, wish))


def _plain(zone: str) -> str:
    """A zone's name of plain signs, so that nothing of it can end a statement."""
    name = zone_name(zone).to_text()
    if not all(sign.isalnum() or sign in "-_." for sign in name):
        raise ConfigError(
            f"{name!r} has signs that no configuration takes; write letters, digits and hyphens"
        )
    return name


def _write(door: Door, system: str, text: str, checked: Checked) -> None:
    if checked.good is False:
        click.echo(f"noroshi: {checked.parser} refuses the text: {checked.said}", err=True)
        click.get_current_context().exit(3)
    if door.as_json:
        door.emit(
            [{"for": system, "checked": checked.good, "parser": checked.parser, "text": text}]
        )
        return
    sys.stdout.write(text)
    told = f"checked with {checked.parser}" if checked.good else f"not checked: {checked.parser} is not installed here"  # fmt: skip
    door.warn(f"noroshi: {told}")
