"""`noroshi sites verdict campaign`: one verdict of persons over all pages of a campaign."""

from collections.abc import Callable
from datetime import UTC, datetime

import click
from rich.table import Table
from rich.text import Text

from noroshi.cli.door import Door, with_door
from noroshi.cli.lazy import LazyGroup
from noroshi.cli.person import by_option
from noroshi.jobs.sites.campaign_verdicts import CampaignDesk, Preview, Swept
from noroshi.jobs.sites.results import defanged
from noroshi.jobs.sites.verdicts import LABELS, Said, VerdictDesk
from noroshi.spine.model import InputError, rfc3339
from noroshi.spine.model.site_proposal import ProposalState, SiteBatch
from noroshi.spine.store import Store
from noroshi.spine.store.site_proposals import SiteProposals

PLACE = "noroshi.cli.sites.campaign_verdict"
COMMANDS = {
    "preview": (f"{PLACE}:preview", "What a verdict would be about, and what it leaves out."),
    "propose": (f"{PLACE}:propose", "Say what all pages of a campaign are."),
    "list": (f"{PLACE}:list_", "Verdicts over many pages, the newest first."),
    "confirm": (f"{PLACE}:confirm", "Turn the second key for all of them."),
    "reject": (f"{PLACE}:reject", "End what waits without a verdict."),
    "undo": (f"{PLACE}:undo", "Take back what was said of all of them."),
}
reason_option = click.option(
    "--reason", required=True, metavar="TEXT", help="Why; kept in the record."
)


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def campaign() -> None:
    """One verdict over all pages of a campaign, with a second key."""


@click.command()
@click.argument("page")
@click.argument("label", type=click.Choice(LABELS), required=False)
@with_door
def preview(door: Door, page: str, label: str | None) -> None:
    """Tell what a verdict over the campaign of PAGE (URL or id) would be about; nothing is changed.

    Left out are pages on a brand's own domain, pages that a person has judged, and pages on which another
    proposal waits.
    """
    _with_desk(door, "", lambda desk: _tell_preview(door, desk.preview(page, label or "")))


@click.command()
@click.argument("page")
@click.argument("label", type=click.Choice(LABELS))
@reason_option
@click.option("--brand", default="", metavar="NAME", help="Whose name they bear; as it holds on each when left out.")  # fmt: skip
@click.option("--seen", default="", metavar="SIGN", help="Sign that the preview told; refused where the campaign has changed since.")  # fmt: skip
@by_option
@with_door
def propose(  # noqa: PLR0913  # one option each
    door: Door, *, page: str, label: str, reason: str, brand: str, seen: str, by: str
) -> None:
    """Say what all pages of the campaign of PAGE (URL or id) are; a second person confirms it."""
    said = Said(label=label, reason=reason, brand=brand)
    _step(door, by, lambda desk: desk.propose(page, said, seen=seen))


@click.command("list")
@with_door
def list_(door: Door) -> None:
    """List verdicts over many pages, the newest first, with what became of them."""
    home = door.home.create()
    with Store.open(home.state) as store:
        found = SiteProposals(store.database).batches()
    if door.as_json:
        door.emit(map(_row, found))
        return
    table = Table("batch", "verdict", "pages", "state", "by", "at (UTC)", "why")
    for one in found:
        states = ", ".join(f"{amount} {state.value}" for state, amount in one.states.items())
        table.add_row(
            one.id, "undo" if one.undo else one.label, str(one.pages), states, Text(one.by),
            f"{one.at:%Y-%m-%d %H:%M}", Text(one.reason),
        )  # fmt: skip
    door.console.print(table)


@click.command()
@click.argument("batch")
@reason_option
@by_option
@with_door
def confirm(door: Door, batch: str, reason: str, by: str) -> None:
    """Confirm what another person proposes by BATCH, wherever it still waits."""
    _step(door, by, lambda desk: desk.confirm(batch, reason))


@click.command()
@click.argument("batch")
@reason_option
@by_option
@with_door
def reject(door: Door, batch: str, reason: str, by: str) -> None:
    """Reject what still waits of BATCH, or take one's own proposal back."""
    _step(door, by, lambda desk: desk.reject(batch, reason))


@click.command()
@click.argument("batch")
@reason_option
@by_option
@with_door
def undo(door: Door, batch: str, reason: str, by: str) -> None:
    """Take back what BATCH said, where it still stands; it takes a second key, too."""
    _step(door, by, lambda desk: desk.undo(batch, reason))


def _with_desk(door: Door, by: str, step: Callable[[CampaignDesk], None]) -> None:
    home = door.home.create()
    with Store.open(home.state) as store:
        desk = VerdictDesk(home=home, store=store, by=by, clock=lambda: datetime.now(UTC))
        step(CampaignDesk(desk))


def _step(door: Door, by: str, step: Callable[[CampaignDesk], Swept]) -> None:
    _with_desk(door, by, lambda desk: _tell(door, step(desk)))


def _tell(door: Door, swept: Swept) -> None:
    states = [one.state for one in swept.done]
    if door.as_json:
        door.emit(
            [
                {
                    "batch": swept.batch,
                    "pages": [
                        {"case": one.url_id, "url": one.url, "label": one.label,
                         "act": one.act.value, "keys": one.keys, "state": one.state.value}
                        for one in swept.done
                    ],
                    "refused": [{"case": case, "reason": why} for case, why in swept.refused],
                    "messages": list(swept.messages),
                }
            ]
        )  # fmt: skip
    else:
        told = ", ".join(f"{states.count(state)} {state.value}" for state in dict.fromkeys(states))
        waits = "; a second person confirms it" if ProposalState.OPEN in states else ""
        door.say(f"{swept.batch}: {told}{waits}")
    for case, why in swept.refused:
        click.echo(f"noroshi: {case}: {why}", err=True)
    for message in dict.fromkeys(swept.messages):
        click.echo(f"noroshi: not shared: {message}", err=True)
    if swept.refused or swept.messages:
        click.get_current_context().exit(InputError.exit_code)


def _tell_preview(door: Door, found: Preview) -> None:
    if door.as_json:
        door.emit(
            [
                {
                    "campaign": found.campaign.id,
                    "label": found.label,
                    "seen": found.seen,
                    "about": [
                        {"case": one.page.url_id, "url": one.page.url, "label": one.page.label}
                        for one in found.about
                    ],
                    "left": [
                        {"case": one.page.url_id, "url": one.page.url, "because": one.left.value,
                         "why": one.why}
                        for one in found.members
                        if one.left is not None
                    ],
                }
            ]
        )  # fmt: skip
        return
    table = Table("page", "now", "left out because")
    for one in found.members:
        because = "" if one.left is None else f"{one.left.value} {one.why}".strip()
        table.add_row(Text(defanged(one.page.url)), one.page.label, Text(because))
    door.console.print(table)
    door.say(
        f"{len(found.about)} of {len(found.members)} pages would be called {found.label}; "
        f"--seen {found.seen}"
    )


def _row(one: SiteBatch) -> dict[str, object]:
    return {
        "batch": one.id,
        "label": one.label,
        "undo": one.undo,
        "reason": one.reason,
        "by": one.by,
        "at": rfc3339(one.at),
        "pages": one.pages,
        "states": {state.value: amount for state, amount in one.states.items()},
    }
