"""`noroshi readiness manrs filter`: a customer's prefix filter from IRR and VRPs."""

import sys
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.readiness.manrs.flow_options import FILE
from noroshi.cli.readiness.rpki.router_options import neighbour_of, router_id_of
from noroshi.jobs.readiness.checking_text import check_text
from noroshi.jobs.readiness.making_filters import Asked, make_filter
from noroshi.readiness.manrs.configure import DIALECTS
from noroshi.readiness.rpki.configure import UNCHECKED


@click.command(name="filter")
@click.argument("names", nargs=-1, required=True, metavar="AS|AS-SET…")
@click.option(
    "--irr",
    required=True,
    multiple=True,
    type=FILE,
    help="RPSL texts of registries, or answers of whois; repeatable.",
)
@click.option("--vrps", required=True, metavar="SOURCE", help="VRPs, as validate takes them.")
@click.option(
    "--for",
    "dialect",
    required=True,
    type=click.Choice(list(DIALECTS)),
    help="The router's system.",
)
@click.option(
    "--as",
    "asn",
    required=True,
    type=click.IntRange(1, 2**32 - 1),
    metavar="ASN",
    help="The own AS.",
)
@click.option(
    "--router-id",
    required=True,
    metavar="ADDR",
    help="As BGP identifies the router: an IPv4 address.",
)
@click.option("--neighbour", required=True, metavar="ADDR=ASN", help="The customer's session.")
@click.option(
    "--limit",
    type=click.IntRange(1, 2**31 - 1),
    metavar="N",
    help="Prefixes after which the session ends; 1.25 times what is allowed when left out.",
)
@with_door
def filter_(door: Door, names: tuple[str, ...], irr: tuple[Path, ...], vrps: str, dialect: str, **options: object) -> None:  # fmt: skip
    """Write what a customer may announce, from route objects that RPKI does not forbid and from ROAs.

    As-sets are expanded from the given texts. Prefixes are aggregated without allowing one more, at most /24
    and /48. The text is read by the router's own parser, as configure does it; exit code 3 where it is
    refused, 1 where sets are missing or route objects were left out.
    """
    session = neighbour_of(str(options["neighbour"]))
    made = make_filter(
        Asked(
            names=names,
            irr=irr,
            vrps=vrps,
            dialect=dialect,
            asn=int(str(options["asn"])),
            router_id=router_id_of(str(options["router_id"])),
            address=session.address,
            customer=session.asn,
            limit=int(str(options["limit"])) if options["limit"] else None,
        )
    )
    checked = check_text(dialect, made.text)
    if checked.good is False:
        click.echo(f"noroshi: {checked.parser} refuses the text: {checked.said}", err=True)
        click.get_current_context().exit(3)
    if door.as_json:
        door.emit(
            [{**made.as_dict(), "for": dialect, "checked": checked.good, "parser": checked.parser}]
        )
    else:
        sys.stdout.write(made.text)
        mark = "not device-checked" if dialect in UNCHECKED else f"checked with {checked.parser}"
        door.warn(
            f"noroshi: {mark if checked.good is not None or dialect in UNCHECKED else 'not checked'}"
        )
    for line in made.notices():
        door.warn(f"noroshi: {line}")
    if made.notices():
        click.get_current_context().exit(1)
