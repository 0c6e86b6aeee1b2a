"""`noroshi sites range`: a made corner of the web on loopback, for exercises."""

import asyncio
from contextlib import suppress

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.sites.ranging import scene_rows
from noroshi.sites.range.scenes import Range
from noroshi.spine.net.web_server import WebServer


@click.command("range")
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Other hosts, brands and words."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=18_080,
    show_default=True,
    help="Plain HTTP; 0 lets the system choose.",
)
@click.option(
    "--tls-port",
    type=click.IntRange(0, 65_535),
    default=18_443,
    show_default=True,
    help="HTTPS; 0 lets the system choose.",
)
@click.option("--list", "list_only", is_flag=True, help="Tell the hosts and end.")
@with_door
def play_range(door: Door, seed: int, port: int, tls_port: int, list_only: bool) -> None:
    """Play about 150 made hosts on 127.0.0.1: official sites, imitations, chains, cloaks, scams, attacks.

    All names are reserved (.test, .example) and resolve nowhere; point a browser at the two ports, for
    example with --host-resolver-rules. Nothing in it is a real kit, logo or program.
    """
    played = Range(seed)
    if list_only:
        _tell(door, played)
        return
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(door, played, (port, tls_port)))


def _tell(door: Door, played: Range) -> None:
    if door.as_json:
        door.emit(scene_rows(played.scenes))
        return
    for row in scene_rows(played.scenes):
        door.say(f"{row['truth'] or '-':<13} {row['kind']:<24} {row['url']}")


async def _serve(door: Door, played: Range, ports: tuple[int, int]) -> None:
    async with WebServer(played.answer, ports=ports) as server:
        rules = f"MAP *:443 127.0.0.1:{server.tls_port},MAP * 127.0.0.1:{server.plain_port}"
        door.warn(
            f'{len(played.scenes)} hosts. chromium --host-resolver-rules="{rules}" --ignore-certificate-errors'
        )
        if door.as_json:
            door.emit(
                [
                    {
                        "port": server.plain_port,
                        "tls_port": server.tls_port,
                        "hosts": len(played.scenes),
                    }
                ]
            )
        await asyncio.Event().wait()
