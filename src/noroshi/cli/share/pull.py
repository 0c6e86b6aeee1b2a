"""`noroshi share pull`: lists of peers in."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.share.pulling import Pulled, chosen_peers
from noroshi.jobs.share.pulling import pull as pull_peer
from noroshi.spine.model import InputError, SourceError
from noroshi.spine.store import Store


@click.command()
@click.argument("names", nargs=-1, metavar="[PEER]...")
@with_door
def pull(door: Door, names: tuple[str, ...]) -> None:
    """Read what peers have new, each from where the last pull ended.

    What they say waits as contributions and is shared by nobody's wish but policy's and people's;
    noroshi c2 match --peers holds findings against it. Peers stand in the settings as [[peers]].
    """
    home = door.home.create()
    peers = chosen_peers(home, names)
    done: list[Pulled] = []
    with Store.open(home.state) as store:
        for settings in peers:
            one = pull_peer(home, store.database, settings, datetime.now(UTC))
            done.append(one)
            if door.as_json:
                door.emit([asdict(one)])
            else:
                click.echo(_sentence(one))
            if one.error:
                click.echo(f"noroshi: {one.peer}: {one.error}", err=True)
    _leave(done)


def _leave(done: list[Pulled]) -> None:
    if any(one.error for one in done):
        click.get_current_context().exit(SourceError.exit_code)
    if any(one.refused for one in done):
        click.get_current_context().exit(InputError.exit_code)


def _sentence(one: Pulled) -> str:
    told = (
        f"{one.peer}: {one.new:,} new, {one.renewed:,} renewed, {one.withdrawn:,} taken back; "
        f"{one.held:,} held."
    )
    return f"{told} Refused: {_reasons(one.refused)}." if one.refused else told


def _reasons(refused: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {reason}" for reason, count in sorted(refused.items()))
