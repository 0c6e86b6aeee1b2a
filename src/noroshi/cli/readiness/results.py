"""`noroshi readiness results`: what was kept."""

import os

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.readiness.guide.topic import title_of
from noroshi.spine.model import rfc3339
from noroshi.spine.store import Store
from noroshi.spine.store.readiness_results import KeptResult, ReadinessResults


@click.command()
@click.option(
    "--topic", metavar="NAME", help="All results of a topic, newest first: rpki.simulate."
)
@click.option("--rows", is_flag=True, help="With their rows; needs --json.")
@with_door
def results(door: Door, topic: str | None, *, rows: bool) -> None:
    """Tell the newest result of every topic that was kept with --keep, or all of one topic."""
    with Store.open(door.home.create().state) as store:
        kept = ReadinessResults(store.database)
        found = kept.history(topic) if topic else kept.newest()
    if door.as_json:
        door.emit(_row(each) | ({"rows": each.rows} if rows else {}) for each in found)
        return
    language = language_of(os.environ)
    for each in found:
        about = f" {each.subject}" if each.subject else ""
        title = title_of(each.topic).said(language)
        door.say(f"{rfc3339(each.made_at)}  {each.run}  {each.topic}{about}  {title}")


def _row(kept: KeptResult) -> dict[str, object]:
    return {
        "run": kept.run,
        "topic": kept.topic,
        "subject": kept.subject,
        "made_at": rfc3339(kept.made_at),
        "inputs": dict(kept.inputs),
    }
