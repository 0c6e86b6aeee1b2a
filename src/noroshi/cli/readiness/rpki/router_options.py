"""Router options: the router that a configuration is for, as `configure` and `stage` take it."""

from collections.abc import Callable
from ipaddress import IPv4Address, ip_address

import click

from noroshi.readiness.rpki.configure import DIALECTS, Cache, Neighbour, Treatment, Wish
from noroshi.spine.model import ConfigError
from noroshi.spine.net.listen import Endpoint

Command = Callable[..., None]


def router_options(command: Command) -> Command:
    """Give a command the options of a router."""
    for option in (
        click.option("--neighbour", "neighbours", required=True, multiple=True, metavar="ADDR=ASN", help="Session whose routes are validated; repeatable."),
        click.option("--cache", "caches", required=True, multiple=True, metavar="ADDR:PORT", help="RTR cache; repeatable, the preferred one first."),
        click.option("--router-id", required=True, metavar="ADDR", help="As BGP identifies the router: an IPv4 address."),
        click.option("--as", "asn", required=True, type=click.IntRange(1, 2**32 - 1), metavar="ASN", help="The own AS."),
        click.option("--for", "dialect", required=True, type=click.Choice(list(DIALECTS)), help="The router's system."),
    ):  # fmt: skip
        command = option(command)
    return command


def wish_of(options: dict[str, object], treatment: Treatment) -> Wish:
    """The wish of the options.

    Raises:
        ConfigError: An address or a session is written wrongly.
    """
    return Wish(
        asn=int(str(options["asn"])),
        router_id=router_id_of(str(options["router_id"])),
        caches=tuple(_cache(text) for text in texts_of(options["caches"])),
        neighbours=tuple(neighbour_of(text) for text in texts_of(options["neighbours"])),
        treatment=treatment,
    )


def router_id_of(text: str) -> IPv4Address:
    """A router id.

    Raises:
        ConfigError: It is none.
    """
    try:
        return IPv4Address(text)
    except ValueError as error:
        raise ConfigError(f"{text!r} is no router id; write an IPv4 address") from error


def _cache(text: str) -> Cache:
    place = Endpoint.parse(f"tcp://{text}")
    return Cache(address=place.address, port=place.port)


def neighbour_of(text: str) -> Neighbour:
    """A session, `192.0.2.1=64501`.

    Raises:
        ConfigError: It is none.
    """
    address, mark, asn = text.partition("=")
    try:
        number = int(asn.upper().removeprefix("AS"))
        found = ip_address(address.strip())
    except ValueError:
        number = 0
    if not mark or not 1 <= number < 2**32 or "%" in address:
        raise ConfigError(f"{text!r} is no session; write 192.0.2.1=64501")
    return Neighbour(address=found, asn=number)


def texts_of(value: object) -> list[str]:
    """The values of a repeatable option."""
    return [str(one) for one in value] if isinstance(value, tuple) else []
