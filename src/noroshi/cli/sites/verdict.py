"""`noroshi sites verdict`: what persons say of a page, with a second key where it matters."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import click
from rich.table import Table
from rich.text import Text

from noroshi.cli.door import Door, with_door
from noroshi.cli.lazy import LazyGroup
from noroshi.cli.person import by_option
from noroshi.jobs.sites.page_names import case_id
from noroshi.jobs.sites.results import defanged
from noroshi.jobs.sites.verdicts import LABELS, Said, Settled, VerdictDesk
from noroshi.spine.model import InputError, rfc3339
from noroshi.spine.model.site_proposal import SiteProposal
from noroshi.spine.store import Store
from noroshi.spine.store.site_proposals import SiteProposals

COMMANDS = {
    "list": ("noroshi.cli.sites.verdict:list_", "What waits for a second person."),
    "propose": ("noroshi.cli.sites.verdict:propose", "Say what a page is."),
    "confirm": ("noroshi.cli.sites.verdict:confirm", "Turn the second key."),
    "reject": ("noroshi.cli.sites.verdict:reject", "End a proposal without a verdict."),
    "undo": ("noroshi.cli.sites.verdict:undo", "Take the last verdict of persons back."),
    "campaign": (
        "noroshi.cli.sites.campaign_verdict:campaign",
        "One verdict over all pages of a campaign.",
    ),
}
reason_option = click.option(
    "--reason", required=True, metavar="TEXT", help="Why; kept in the record."
)


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def verdict() -> None:
    """What persons say of a page."""


@click.command("list")
@with_door
def list_(door: Door) -> None:
    """List proposals that wait for a second person, oldest first."""
    home = door.home.create()
    with Store.open(home.state) as store:
        found = SiteProposals(store.database).open()
    if door.as_json:
        door.emit(map(_row, found))
        return
    table = Table("URL", "verdict", "by", "at (UTC)", "why")
    together = Counter(one.batch for one in found if one.batch)
    shown: set[str] = set()
    for one in found:
        if one.batch in shown:
            continue
        shown |= {one.batch} - {""}
        pages = f"{together[one.batch]} pages: campaign confirm {one.batch}"
        table.add_row(
            Text(pages if one.batch else defanged(one.url)),
            f"undo → {one.label}" if one.undo else one.label,
            Text(one.by),
            f"{one.at:%Y-%m-%d %H:%M}",
            Text(one.reason),
        )
    door.console.print(table)


@click.command()
@click.argument("url")
@click.argument("label", type=click.Choice(LABELS))
@reason_option
@click.option("--brand", default="", metavar="NAME", help="Whose name it bears; as it held when left out.")  # fmt: skip
@by_option
@with_door
def propose(door: Door, url: str, label: str, reason: str, brand: str, by: str) -> None:
    """Say what a judged page is, by its URL or the id of its case.

    Where one key is enough the verdict holds at once. Calling a page malicious that the judge did not, and
    saying of a shared page that it is not, take a second person ([sites] two_keys).
    """
    said = Said(label=label, reason=reason, brand=brand)
    _step(door, by, lambda desk: desk.propose(case_id(url), said))


@click.command()
@click.argument("url")
@reason_option
@by_option
@with_door
def confirm(door: Door, url: str, reason: str, by: str) -> None:
    """Confirm what another person proposes on a page."""
    _step(door, by, lambda desk: desk.confirm(case_id(url), reason))


@click.command()
@click.argument("url")
@reason_option
@by_option
@with_door
def reject(door: Door, url: str, reason: str, by: str) -> None:
    """Reject what is proposed on a page, or take one's own proposal back."""
    _step(door, by, lambda desk: desk.reject(case_id(url), reason))


@click.command()
@click.argument("url")
@reason_option
@by_option
@with_door
def undo(door: Door, url: str, reason: str, by: str) -> None:
    """Take the last verdict of persons on a page back: what held before holds again."""
    _step(door, by, lambda desk: desk.undo(case_id(url), reason))


def _step(door: Door, by: str, step: Callable[[VerdictDesk], Settled]) -> None:
    home = door.home.create()
    with Store.open(home.state) as store:
        desk = VerdictDesk(home=home, store=store, by=by, clock=lambda: datetime.now(UTC))
        done = step(desk)
    if door.as_json:
        door.emit([_row(done.proposal) | {"messages": list(done.messages)}])
    else:
        one = done.proposal
        waits = "; a second person confirms it" if one.state.value == "open" else ""
        door.say(f"{one.label} {one.state.value}{waits}: {defanged(one.url)}")
    for message in done.messages:
        click.echo(f"noroshi: not shared: {message}", err=True)
    if done.messages:
        click.get_current_context().exit(InputError.exit_code)


def _row(one: SiteProposal) -> dict[str, object]:
    return {
        "case": one.url_id,
        "url": one.url,
        "label": one.label,
        "danger": one.danger.value,
        "brand": one.brand,
        "reason": one.reason,
        "by": one.by,
        "at": rfc3339(one.at),
        "act": one.act.value,
        "keys": one.keys,
        "undo": one.undo,
        "state": one.state.value,
        "closed_by": one.closed_by,
        "closed_at": rfc3339(one.closed_at) if one.closed_at else None,
        "closed_reason": one.closed_reason,
        "batch": one.batch or None,
    }
