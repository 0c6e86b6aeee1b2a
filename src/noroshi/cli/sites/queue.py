"""`noroshi sites queue`: what waits for a visit, and putting it in order by hand."""

from datetime import UTC, datetime

import click
from rich.table import Table
from rich.text import Text

from noroshi.cli.door import Door, with_door
from noroshi.cli.lazy import LazyGroup
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.sites.following_view import reported_page
from noroshi.jobs.sites.results import defanged
from noroshi.spine.model import rfc3339
from noroshi.spine.model.site_queue import QueuedUrl, QueueState
from noroshi.spine.store import Store
from noroshi.spine.store.site_queue import SiteQueue
from noroshi.spine.store.site_reports import SiteReports
from noroshi.spine.store.site_verdicts import SiteVerdicts

COMMANDS = {
    "list": ("noroshi.cli.sites.queue:list_", "URLs in the order of their visits."),
    "show": ("noroshi.cli.sites.queue:show", "All that is known of one URL."),
    "retry": ("noroshi.cli.sites.queue:retry", "Visit a URL again."),
    "drop": ("noroshi.cli.sites.queue:drop", "Take a URL out for good."),
}
OWNER = "cli:owner"
"""Whoever may run commands on the home."""


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def queue() -> None:
    """The queue of reported URLs."""


@click.command("list")
@click.option("--state", type=click.Choice([state.value for state in QueueState]), help="Of this state only; else those that wait or are visited.")  # fmt: skip
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="Most URLs.")  # fmt: skip
@with_door
def list_(door: Door, *, state: str | None, limit: int) -> None:
    """List URLs in the order of their visits, with the reasons for it."""
    home = door.home.create()
    with Store.open(home.state) as store:
        own = SiteQueue(store.database)
        rows = own.listed(QueueState(state) if state else None, limit=limit)
        counts = own.counts()
    if door.as_json:
        door.emit(map(_row, rows))
        return
    table = Table("URL", "state", "reports", "score", "came (UTC)", "why")
    for one in rows:
        table.add_row(
            Text(defanged(one.url)),
            one.state.value,
            f"{one.reports:,}",
            f"{one.score:.2f}",
            f"{one.first_at:%Y-%m-%d %H:%M}",
            Text(" ".join(one.reasons)),
        )
    door.console.print(table)
    told = ", ".join(f"{count:,} {name.value}" for name, count in sorted(counts.items()))
    door.say(told or "Nothing was reported yet.")


@click.command()
@click.argument("url", metavar="URL|ID")
@with_door
def show(door: Door, url: str) -> None:
    """Show a URL's reports, visits and verdicts, as one JSON object."""
    home = door.home.create()
    with Store.open(home.state) as store:
        found = reported_page(store.database, url)
        name = found.id
        visits = SiteQueue(store.database).visits(found.url)
        verdicts = SiteVerdicts(store.database).of([name])[name]
        reports = SiteReports(store.database).of_url(name)
    whole = _row(found) | {
        "heard": [
            {
                "receipt": one.receipt,
                "channel": one.channel.value,
                "source": one.source,
                "received_at": rfc3339(one.received_at),
                "words": one.words,
                "signs": list(one.signs),
            }
            for one in reports
        ],
        "visits": [
            {
                "profile": one.profile,
                "started_at": rfc3339(one.started_at),
                "outcome": one.outcome,
                "evidence": one.evidence,
            }
            for one in visits
        ],
        "verdicts": [
            {
                "danger": one.danger.value,
                "label": one.label,
                "score": one.score,
                "brand": one.brand,
                "by": one.by,
                "at": rfc3339(one.at),
                "keys": one.keys,
                "reasons": [text.as_dict() for text in one.reasons],
            }
            for one in verdicts
        ],
    }
    if door.as_json:
        door.emit([whole])
    else:
        door.console.print_json(data=whole)


@click.command()
@click.argument("url", metavar="URL|ID")
@with_door
def retry(door: Door, url: str) -> None:
    """Queue a URL again, whatever became of it."""
    now, home = datetime.now(UTC), door.home.create()
    with Store.open(home.state) as store:
        page = reported_page(store.database, url)
        SiteQueue(store.database).retry(page.url, now)
    trail_of(home, lambda: now).note(OWNER, "site.retry", page.id)
    _done(door, page.url, QueueState.QUEUED)


@click.command()
@click.argument("url", metavar="URL|ID")
@click.option("--reason", required=True, help="Why; it is kept with the URL.")
@with_door
def drop(door: Door, url: str, reason: str) -> None:
    """Take a URL out of the queue; later reports do not bring it back."""
    now, home = datetime.now(UTC), door.home.create()
    with Store.open(home.state) as store:
        page = reported_page(store.database, url)
        SiteQueue(store.database).drop(page.url, reason, now)
    trail_of(home, lambda: now).note(OWNER, "site.drop", page.id, {"reason": reason})
    _done(door, page.url, QueueState.DROPPED)


def _done(door: Door, url: str, state: QueueState) -> None:
    if door.as_json:
        door.emit([{"url": url, "state": state.value}])
    else:
        door.say(f"{state.value}: {defanged(url)}")


def _row(one: QueuedUrl) -> dict[str, object]:
    return {
        "url": one.url,
        "case": one.id,
        "state": one.state.value,
        "score": one.score,
        "reports": one.reports,
        "attempts": one.attempts,
        "channel": one.channel.value,
        "reasons": list(one.reasons),
        "first_at": rfc3339(one.first_at),
        "last_at": rfc3339(one.last_at),
        "next_at": rfc3339(one.next_at),
        "worker": one.worker,
        "error": one.error,
    }
