"""`noroshi share feed`: the policy zone at a DNS primary follows the shared lists."""

import time
from dataclasses import asdict
from datetime import UTC, datetime

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.until_told import until_told
from noroshi.jobs.share.zone_feeding import Fed
from noroshi.jobs.share.zone_feeding import feed as feed_zone
from noroshi.jobs.share.zone_following import follow as follow_lists
from noroshi.jobs.share.zone_key import knot_snippet, make_zone_key
from noroshi.jobs.zone.status import note_fed
from noroshi.spine.model import ConfigError, InputError
from noroshi.spine.store import Store


@click.command()
@click.option(
    "--follow", is_flag=True, help="Go on until interrupted, within a second of each change."
)
@click.option("--reload", is_flag=True, help="Compare the whole zone, whatever it says of itself.")
@click.option("--make-key", is_flag=True, help="Make the key, tell what Knot needs, and end.")
@with_door
def feed(door: Door, *, follow: bool, reload: bool, make_key: bool) -> None:
    """Tell the policy zone of [zone] what changed on the shared lists. Safe to run again.

    Resolvers that are its secondaries load it by AXFR and follow by IXFR. A zone that is new or
    damaged is compared as a whole.
    """
    if sum((follow, reload, make_key)) > 1:
        raise ConfigError("--follow, --reload and --make-key go one at a time")
    home = door.home.create()
    if make_key:
        path = make_zone_key(home)
        if door.as_json:
            door.emit([{"key_file": str(path), "knot": knot_snippet(home)}])
            return
        door.warn(f"The key is in {path}. Let Knot read a copy of it:")
        door.warn(f"  install -o knot -g knot -m 0600 {path} /etc/knot/noroshi-feed.key")
        door.warn("and add to its configuration:")
        door.say(knot_snippet(home))
        return
    with Store.open(home.state) as store:
        if follow:
            with until_told() as stop:
                passes = follow_lists(
                    home, store, lambda: datetime.now(UTC), stop.wait, steady=time.monotonic
                )
                for done in passes:
                    _tell(door, done)
            return
        now = datetime.now(UTC)
        done = feed_zone(home, store, now, reload=reload)
        note_fed(home, zone=done.zone, serial=done.serial, sequence=done.sequence, at=now)
    _tell(door, done)
    if done.unsayable:
        click.get_current_context().exit(InputError.exit_code)


def _tell(door: Door, done: Fed) -> None:
    if door.as_json:
        door.emit([asdict(done)])
    else:
        door.say(_sentence(done))


def _sentence(done: Fed) -> str:
    if not done.updates:
        return f"{done.zone} is up to date: sequence {done.sequence}, serial {done.serial}."
    why = (
        "compared as a whole"
        if done.reloaded
        else f"{done.editions:,} editions, {done.ended:,} ended"
    )
    told = (
        f"{done.zone}: {why}; {done.blocked:,} names in, {done.unblocked:,} out in "
        f"{done.updates:,} updates. Sequence {done.sequence}, serial {done.serial}."
    )
    if done.unsayable:
        told += f" {done.unsayable:,} subjects cannot be said in a policy zone and were left out."
    return told
