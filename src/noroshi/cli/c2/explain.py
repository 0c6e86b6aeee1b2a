"""`noroshi c2 explain`: one server, why it is listed, with pictures."""

import os
import sys
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.relay.explain import (
    Audience,
    Lang,
    Portrait,
    portrait_as_dict,
    print_portrait,
    render_portraits,
)
from noroshi.spine.home import write_whole
from noroshi.spine.model import ConfigError, canonical_address, parse_endpoint

_STDOUT = Path("-")


@click.command()
@click.argument("address")
@click.option(
    "--html",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="Write the page here, as one file that needs no network; - is stdout.",
)
@click.option(
    "--lang",
    type=click.Choice(["ja", "en"]),
    help="Language that shows first.  [default: from the environment]",
)
@click.option(
    "--outside",
    is_flag=True,
    help="For readers outside the operator: no client rows, counts below 3 as <3.",
)
@with_door
def explain(
    door: Door, *, address: str, html: Path | None, lang: Lang | None, outside: bool
) -> None:
    """Why ADDRESS (an address, or address:port/protocol) is judged as it is."""
    if door.as_json and html == _STDOUT:
        raise ConfigError("--json and --html - both want stdout; give --html a file")
    audience: Audience = "outside" if outside else "inside"
    spoken = lang or language_of(os.environ)
    portraits = portraits_of(door, canonical_subject(address))
    if html is not None:
        write_page(html, render_portraits(portraits, spoken, audience))
    if door.as_json:
        door.emit(portrait_as_dict(portrait, audience) for portrait in portraits)
    elif html is None:
        for portrait in portraits:
            print_portrait(door.console, portrait, spoken, audience)
    elif html != _STDOUT:
        door.console.print(f"The page is {html}", highlight=False, soft_wrap=True)


def portraits_of(door: Door, address: str) -> list[Portrait]:
    """The portraits of an address, most probable first.

    Raises:
        ConfigError: Nothing is known of the address.
    """
    from noroshi.jobs.c2.explaining import (  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415  # heavy: loads when used
        explain as explain_address,
    )

    portraits: list[Portrait] = explain_address(door.home, address)
    if not portraits:
        raise ConfigError(
            f"{address} is no server that was scored in {door.home.path}; "
            "noroshi c2 detect --all lists those that were"
        )
    return sorted(portraits, key=lambda portrait: -portrait.finding.score)


def canonical_subject(text: str) -> str:
    """An address or endpoint in its one spelling.

    Raises:
        InputError: The text is neither.
    """
    return str(parse_endpoint(text)) if "/" in text else canonical_address(text)


def write_page(path: Path, page: str) -> None:
    """Write the page to stdout, or whole or not at all to a file.

    Raises:
        ConfigError: The file cannot be written.
    """
    if path == _STDOUT:
        sys.stdout.buffer.write(page.encode())
    else:
        write_whole([page.encode()], path)
