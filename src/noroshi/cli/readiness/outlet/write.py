"""`noroshi readiness outlet write`: routes as a file for BIRD, names as a file for Knot Resolver."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.outlet.policy_file import write_policy
from noroshi.jobs.outlet.writing import write_bird
from noroshi.spine.home import Home, write_whole
from noroshi.spine.model import Outlet
from noroshi.spine.store import Store

Told = tuple[bytes, str, str, int, Mapping[str, int]]
"""A file: its text, what the outlet does, what it holds, how many of them, and what was left out."""


@click.command()
@click.argument("outlet", type=click.Choice([one.value for one in Outlet]))
@click.option("--to", "path", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File that bird.conf or kresd.conf names; it changes as a whole.")  # fmt: skip
@with_door
def write(door: Door, outlet: str, path: Path) -> None:
    """Write what OUTLET says as it acts now; a withdrawn one says nothing.

    flowspec and rtbh are routes for BIRD; then: birdc configure. rpz is the policy zone for Knot
    Resolver, which reads it again by itself (`outlet configure --for kresd`); it knows names only, and
    while the outlet redirects, names do not exist.
    """
    home = door.home.create()
    with Store.open(home.state) as store:
        text, act, holds, count, left_out = _made(home, store, Outlet(outlet), datetime.now(UTC))
    write_whole([text], path)
    if door.as_json:
        row = {"file": str(path), "act": act, holds: count, "left_out": dict(left_out)}
        door.emit([row])
        return
    door.say(f"{path}: {outlet} does {act}, {count:,} {holds}")
    for why, number in left_out.items():
        door.warn(f"left out ({why}): {number:,}")


def _made(home: Home, store: Store, outlet: Outlet, at: datetime) -> Told:
    if outlet is Outlet.RPZ:
        file = write_policy(home, store, at)
        return file.text, file.act, "names", file.names, file.left_out
    written = write_bird(home, store, outlet, at)
    routes = sum(line.startswith(b"route ") for line in written.text.splitlines())
    return written.text, written.act, "routes", routes, written.admitted.left_out
