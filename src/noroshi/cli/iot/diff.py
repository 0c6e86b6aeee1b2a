"""`noroshi iot diff`: what changed between two rounds of a survey."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.iot.evaluate.survey_diff import Change, Service
from noroshi.jobs.iot.differing import diff_of
from noroshi.jobs.iot.survey_place import scope_at

WORDS = {
    Change.NEW: "answer now and did not before",
    Change.GONE: "answered before, were asked again, and are silent",
    Change.CHANGED: "say something else",
    Change.SAME: "say the same",
    Change.UNASKED: "answered before and were not asked again",
}
SHOWN = (Change.NEW, Change.GONE, Change.CHANGED)


@click.command()
@click.argument("scope", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("earlier")
@click.argument("later")
@click.option("--all", "everything", is_flag=True, help="With --json: rows that are the same or were not asked, too.")  # fmt: skip
@with_door
def diff(door: Door, scope: Path, earlier: str, later: str, everything: bool) -> None:
    """Tell what changed in SCOPE from round EARLIER to round LATER."""
    found = diff_of(door.home, scope_at(scope), earlier, later)
    if door.as_json:
        door.emit(_rows(found, tuple(Change) if everything else SHOWN))
        return
    for change, services in found.items():
        door.say(f"{change:8} {sum(1 for _ in services):>9,}  {WORDS[change]}")


def _rows(
    found: Mapping[Change, Iterator[Service]], wanted: tuple[Change, ...]
) -> Iterator[dict[str, object]]:
    for change in wanted:
        for one in found[change]:
            yield {
                "change": change.value,
                "address": one.address,
                "port": one.port,
                "probe": one.probe,
            }
