"""`noroshi readiness rpki serve`: VRPs to routers over RTR, and never an emptied set."""

import os
from datetime import UTC, datetime
from ipaddress import ip_address

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.until_told import until_told
from noroshi.jobs.readiness.serving_vrps import Refreshed, Serving, VrpService
from noroshi.readiness.rpki.judge.guard import GuardLimits
from noroshi.readiness.rpki.rtr.pdu import Timing
from noroshi.spine.flows.address import Addresses, parse_networks
from noroshi.spine.model import ConfigError, Language, address_halves
from noroshi.spine.net.listen import Endpoint, Transport
from noroshi.spine.net.talk import TalkLimits


@click.command()
@click.option(
    "--vrps",
    required=True,
    metavar="SOURCE",
    help="File that a validator writes anew (JSON or CSV), or rtr://HOST:PORT.",
)
@click.option(
    "--listen",
    "places",
    multiple=True,
    metavar="ADDR:PORT",
    help="Where routers connect; repeatable.  [default: 127.0.0.1:3323]",
)
@click.option(
    "--router",
    "routers",
    multiple=True,
    metavar="CIDR",
    help="Who may connect; repeatable. Everyone when left out, on loopback only.",
)
@click.option(
    "--every",
    type=click.FloatRange(1, 86_400),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="How often the source is looked at.",
)
@click.option(
    "--loss",
    type=click.FloatRange(0, 100),
    default=2,
    show_default=True,
    metavar="PERCENT",
    help="Part of the set that may vanish at once; beyond it the last good set stays.",
)
@click.option(
    "--refresh",
    type=click.IntRange(1, 86_400),
    default=3600,
    show_default=True,
    help="Seconds between two questions of a router (RFC 8210).",
)
@click.option(
    "--retry",
    type=click.IntRange(1, 7200),
    default=600,
    show_default=True,
    help="Seconds until a router asks again after a failure.",
)
@click.option(
    "--expire",
    type=click.IntRange(600, 172_800),
    default=7200,
    show_default=True,
    help="Seconds for which a router may use data without a new answer.",
)
@with_door
def serve(door: Door, **options: object) -> None:  # fmt: skip
    """Serve VRPs to routers (RTR versions 0 to 2), until interrupted.

    A source that is broken, empty, expired, or has suddenly lost many VRPs does not change what is served:
    the last good set stays, over restarts too, and a warning tells why. Each look at the source that
    changes something is told; --json gives one object each.
    """
    serving = _serving(options)
    language = language_of(os.environ)
    service = VrpService(door.home.create(), serving)
    with until_told() as stop:
        service.start()
        door.warn(f"noroshi: RTR on {', '.join(place_text(one) for one in service.endpoints)}")
        last = ""
        try:
            while not stop.is_set():
                done = service.refresh()
                if done.outcome != "unchanged" and (told := _told(done, language)) != last:
                    last = told
                    if door.as_json:
                        door.emit([done.as_row(datetime.now(UTC))])
                    else:
                        door.say(told)
                stop.wait(float(str(options["every"])))
        finally:
            service.stop()


def place_text(endpoint: Endpoint) -> str:
    """Where it listens, without the transport."""
    return str(endpoint).removeprefix("tcp://")


def _serving(options: dict[str, object]) -> Serving:
    places = _texts(options["places"]) or ["127.0.0.1:3323"]
    endpoints = [Endpoint.parse(f"tcp://{place}") for place in places]
    assert all(endpoint.transport is Transport.TCP for endpoint in endpoints)
    ranges = _texts(options["routers"])
    if not ranges and not all(endpoint.address.is_loopback for endpoint in endpoints):
        raise ConfigError("say with --router who may connect, for example --router 192.0.2.0/24")
    networks = parse_networks(ranges)

    def allowed(address: str) -> bool:
        if not networks:
            return ip_address(address).is_loopback
        one = Addresses.of(*address_halves(address))
        return any(bool(network.contains(one)[0]) for network in networks)

    numbers = {name: int(str(options[name])) for name in ("refresh", "retry", "expire")}
    return Serving(
        source=str(options["vrps"]),
        listen=endpoints,
        guard=GuardLimits(loss=float(str(options["loss"])) / 100),
        timing=Timing(**numbers),
        limits=TalkLimits(idle_s=2.0 * numbers["refresh"] + 60),
        allowed=allowed,
    )


def _told(done: Refreshed, language: Language) -> str:
    if done.text is not None:
        stays = {"ja": f"直前の {done.vrps:,} 件を配り続ける", "en": f"the last {done.vrps:,} stay"}
        return f"{done.code}: {done.text.said(language)} ({stays[language]})"
    words = {"ja": "件の VRP を配る。シリアル", "en": "VRPs are served, serial"}
    return f"{done.vrps:,} {words[language]} {done.serial}"


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, tuple) else []
