"""`noroshi iot cases`: at the operator, weak devices on its lines, from notice to repair."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.table import Table

from noroshi.cli.door import Door, with_door
from noroshi.cli.person import by_option
from noroshi.cli.refusals import tell_refused
from noroshi.iot.cases import shown_tracking
from noroshi.jobs.iot.address_file import read_addresses
from noroshi.jobs.iot.desk import (
    BY_HAND,
    case_named,
    followed_rows,
    progress_of,
    set_limit,
    set_state,
)
from noroshi.jobs.iot.figures_shared import share_figures, take_figures
from noroshi.jobs.iot.looking_again import due_addresses, take_looks
from noroshi.jobs.iot.naming_lines import name_lines
from noroshi.jobs.iot.opening_cases import open_cases
from noroshi.jobs.sites.lines import opened_lines
from noroshi.spine.model import rfc3339
from noroshi.spine.model.line_case import LimitVerb, LineCase, LineLimit, LineState
from noroshi.spine.store import Store
from noroshi.spine.store.cases import Cases
from noroshi.spine.store.line_cases import LineCases, LineChoice

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
ROWS = click.Path(exists=True, dir_okay=False, allow_dash=True)
LOGS = click.argument("logs", nargs=-1, required=True, type=FILE)
OPERATOR = click.option("--operator", required=True, metavar="ID", help="This operator, as its home knows it.")  # fmt: skip
PURPOSE = click.option("--purpose", required=True, metavar="TEXT", help="Why; kept in the audit.")
SKEW = click.option("--skew", "skew_s", type=click.IntRange(0, 3600), default=60, show_default=True, help="Seconds by which the clocks of survey and log may differ.")  # fmt: skip
AT = click.option("--at", type=click.DateTime(["%Y-%m-%dT%H:%M:%SZ"]), help="Moment in UTC, as 2026-11-27T03:00:00Z.  [default: now]")  # fmt: skip
VERBS = {"ask": LimitVerb.ASKED, "approve": LimitVerb.APPROVED, "decline": LimitVerb.DECLINED, "lift": LimitVerb.LIFTED}  # fmt: skip


def moment(at: datetime | None) -> datetime:
    """The moment that an option names, or now."""
    return at.replace(tzinfo=UTC) if at else datetime.now(UTC)


@click.group()
def cases() -> None:
    """Weak devices on this operator's lines. Run it at the operator; names of lines stay there."""


@cases.command("open")
@click.argument("findings", type=ROWS)
@LOGS
@OPERATOR
@SKEW
@PURPOSE
@by_option
@with_door
def open_(  # noqa: PLR0913, PLR0917  # options of a command
    door: Door,
    findings: str,
    logs: tuple[Path, ...],
    operator: str,
    skew_s: int,
    purpose: str,
    by: str,
) -> None:
    """Match FINDINGS with session LOGS, and make a case of each weak device whose line is certain."""
    home, at = door.home.create(), datetime.now(UTC)
    named = name_lines(home, opened_lines(findings), logs, by=by, skew_s=skew_s, purpose=purpose)
    with Store.open(home.state) as store:
        done = open_cases(home, store, named.answers, operator_id=operator, by=by, at=at)
    if door.as_json:
        door.emit(row_of(case) for case in done.made)
    else:
        door.say(f"{len(done.made):,} new cases, {done.known:,} known already.")
        for reason, count in done.left_out.most_common():
            door.say(f"left out: {count:,} {reason}")
    tell_refused(named.refused + named.refused_sessions, "rows")


@cases.command("list")
@click.option("--state", "states", type=click.Choice([one.value for one in LineState]), multiple=True, help="Only these; may be given again.")  # fmt: skip
@click.option("--operator", metavar="ID", help="Only this operator's.")
@click.option("--arm", help="Only this arm.")
@click.option("--most", type=click.IntRange(1), default=100, show_default=True, help="At most so many.")  # fmt: skip
@with_door
def list_(
    door: Door, states: tuple[str, ...], operator: str | None, arm: str | None, most: int
) -> None:
    """Show devices and how far they are."""
    choice = LineChoice(
        states=tuple(LineState(one) for one in states), operator_id=operator, arm=arm
    )
    with Store.open(door.home.create().state) as store:
        found = LineCases(store.database).some(choice, limit=most)
    if door.as_json:
        door.emit(row_of(case) for case in found)
        return
    table = Table("case", "tracking", "device", "trouble", "arm", "state", "next look")
    for one in found:
        device = " ".join(filter(None, (one.vendor, one.product))) or "unknown"
        due = f"{one.next_at:%Y-%m-%d}" if one.next_at else ""
        shown = shown_tracking(one.tracking)
        table.add_row(str(one.number), shown, device, one.trouble, one.arm, one.state, due)
    door.console.print(table)


@cases.command()
@click.argument("name", metavar="CASE")
@with_door
def show(door: Door, name: str) -> None:
    """Show one device, by case number or tracking number, with all that happened."""
    with Store.open(door.home.create().state) as store:
        case = case_named(store, name)
        events = Cases(store.database).events(case.case_id)
        notices = LineCases(store.database).notices(case.case_id)
        limits = LineCases(store.database).limits(case.case_id)
    if door.as_json:
        told = [{"at": rfc3339(one.at), "channel": one.channel, "language": one.language, "sha256": one.sha256} for one in notices]  # fmt: skip
        happened = [{"at": rfc3339(one.at), "by": one.by, "verb": one.verb.value, "text": one.text} for one in events]  # fmt: skip
        exposures = [dict(one) for one in case.exposures]
        steps = [limit_row(one) for one in limits]
        door.emit(
            [
                row_of(case)
                | {"exposures": exposures, "notices": told, "events": happened, "limits": steps}
            ]
        )
        return
    for key, value in row_of(case).items():
        if value not in {None, ""}:
            door.say(f"{key:12} {value}")
    for one in events:
        door.say(f"{rfc3339(one.at)}  {one.by}  {one.verb}  {one.text}")


@cases.command()
@click.argument("name", metavar="CASE")
@click.argument("state", type=click.Choice([one.value for one in BY_HAND]))
@click.option("--note", default="", help="What was said; names no other customer.")
@by_option
@with_door
def state(door: Door, name: str, state: str, note: str, by: str) -> None:
    """Enter what the desk learnt: somebody was reached, refused, cannot be reached, or mended it."""
    home = door.home.create()
    with Store.open(home.state) as store:
        after = set_state(home, store, name, LineState(state), by=by, note=note, at=datetime.now(UTC))  # fmt: skip
    _tell(door, [row_of(after)], f"Case {after.number} is {after.state}.")


@cases.command()
@click.argument("verb", type=click.Choice(list(VERBS)))
@click.argument("name", metavar="CASE")
@click.option("--reason", default="", help="Why; kept in the case and the audit.")
@by_option
@with_door
def limit(door: Door, verb: str, name: str, reason: str, by: str) -> None:
    """Limit a line's service (walled garden): one person asks, another approves; lift it later."""
    home = door.home.create()
    with Store.open(home.state) as store:
        steps = set_limit(home, store, name, VERBS[verb], by=by, reason=reason, at=datetime.now(UTC))  # fmt: skip
    _tell(door, map(limit_row, steps), f"{steps[-1].verb} by {by}.")


@cases.command()
@LOGS
@OPERATOR
@AT
@PURPOSE
@by_option
@with_door
def due(  # options of a command
    door: Door, logs: tuple[Path, ...], operator: str, at: datetime | None, purpose: str, by: str
) -> None:
    """Write the addresses that lines with a due device hold now, for `iot survey run --only`."""
    home = door.home.create()
    with Store.open(home.state) as store:
        found = due_addresses(
            home, store, logs, operator_id=operator, by=by, purpose=purpose, at=moment(at)
        )
    if door.as_json:
        door.emit({"address": one} for one in found.addresses)
    else:
        for address in found.addresses:
            door.say(address)
    gone = found.without_address
    door.warn(
        f"noroshi: {found.cases:,} devices are due, {gone:,} of them on lines without address"
    )


@cases.command()
@click.argument("answers", type=ROWS)
@LOGS
@click.option("--asked", type=FILE, required=True, help="Addresses that were asked (`iot survey asked`).")  # fmt: skip
@OPERATOR
@AT
@SKEW
@PURPOSE
@by_option
@with_door
def look(  # noqa: PLR0913, PLR0917  # options of a command
    door: Door,
    answers: str,
    logs: tuple[Path, ...],
    asked: Path,
    operator: str,
    at: datetime | None,
    skew_s: int,
    purpose: str,
    by: str,
) -> None:
    """Hold ANSWERS of a re-survey (as `iot identify` tells them) against the devices that are due."""
    home = door.home.create()
    with Store.open(home.state) as store:
        done = take_looks(
            home, store, opened_lines(answers), logs, asked=read_addresses(asked),
            operator_id=operator, by=by, purpose=purpose, at=moment(at), skew_s=skew_s,
        )  # fmt: skip
    if door.as_json:
        door.emit([{"seen": done.seen, "states": done.states}])
    else:
        for seen, count in done.seen.most_common():
            door.say(f"{seen:10} {count:>9,}")
    tell_refused(done.refused, "rows")


@cases.command()
@click.option("--operator", metavar="ID", help="Only this operator's.")
@with_door
def follow(door: Door, operator: str | None) -> None:
    """Write each device as `noroshi iot followup` reads it: no name, no address."""
    with Store.open(door.home.create().state) as store:
        door.emit(followed_rows(store, LineChoice(operator_id=operator)))


@cases.command()
@OPERATOR
@click.option("--share", is_flag=True, help="As one JSON line for the coordinator; counts below 3 are left out.")  # fmt: skip
@with_door
def count(door: Door, operator: str, share: bool) -> None:
    """Tell how many devices are how far; the programme's figures are counted from it."""
    home, at = door.home.create(), datetime.now(UTC)
    with Store.open(home.state) as store:
        progress = progress_of(store, LineChoice(operator_id=operator))
        row = share_figures(store, progress, operator_id=operator, at=at)
    if share:
        door.emit([row])
    elif door.as_json:
        door.emit([{"operator": operator, **progress.as_counts(), "states": dict(progress.states)}])
    else:
        for name, value in {**progress.as_counts(), **progress.states}.items():
            door.say(f"{name:17} {value:>9,}")


@cases.command()
@click.argument("files", nargs=-1, required=True, type=ROWS)
@with_door
def take(door: Door, files: tuple[str, ...]) -> None:
    """At the coordinator: take the counts that operators shared, for the programme's figures."""
    home, at = door.home.create(), datetime.now(UTC)
    with Store.open(home.state) as store:
        taken = [
            take_figures(store, line, at=at)
            for name in files
            for line in opened_lines(name)
            if line is not None
        ]
    _tell(door, [{"operator": one} for one in taken], f"{len(taken)} operators counted.")


def limit_row(one: LineLimit) -> dict[str, object]:
    """Machine output of a step of a limit."""
    return {"at": rfc3339(one.at), "by": one.by, "verb": one.verb.value, "reason": one.reason}


def row_of(case: LineCase) -> dict[str, object]:
    """Machine output of a device; the line stays sealed."""
    return {
        "case": case.number,
        "tracking": shown_tracking(case.tracking),
        "operator": case.operator_id,
        "vendor": case.vendor or None,
        "product": case.product or None,
        "trouble": case.trouble,
        "severity": case.severity,
        "arm": case.arm,
        "channel": case.channel,
        "state": case.state.value,
        "drawn": rfc3339(case.drawn_at),
        "notified": rfc3339(case.notified_at) if case.notified_at else None,
        "reached": rfc3339(case.reached_at) if case.reached_at else None,
        "last_seen": rfc3339(case.seen_at),
        "fixed": rfc3339(case.fixed_at) if case.fixed_at else None,
        "next_look": rfc3339(case.next_at) if case.next_at else None,
    }


def _tell(door: Door, rows: Iterable[Mapping[str, object]], text: str) -> None:
    if door.as_json:
        door.emit(rows)
    else:
        door.say(text)
