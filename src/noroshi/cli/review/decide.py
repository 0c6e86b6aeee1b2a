"""`noroshi review approve`, `hold`, `drop`, `undo`: a person's decision on one or many."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.person import by_option
from noroshi.jobs.decide.reviewing import Reviewed, note_reviewed
from noroshi.jobs.decide.reviewing import review as review_findings
from noroshi.jobs.decide.reviewing import undo as undo_decisions
from noroshi.spine.model import ConfigError, InputError, Verdict
from noroshi.spine.store import Store

Command = Callable[..., None]


def _options(command: Command) -> Command:
    for option in (
        by_option,
        click.option("--seen", type=click.IntRange(min=0), metavar="N", help="Position that `review list` showed for the one finding named; refused where somebody decided since."),
        click.argument("ids", nargs=-1, required=True, metavar="ID..."),
    ):  # fmt: skip
        command = option(command)
    return command


_reason = click.option("--reason", required=True, metavar="TEXT", help="Why; kept in the record.")


@click.command()
@_options
@_reason
@with_door
def approve(door: Door, ids: Sequence[str], seen: int | None, by: str, reason: str) -> None:
    """Share findings with the next publishing, or let suspended entries hold again."""
    _decide(door, ids, Verdict.SHARE, seen=seen, by=by, reason=reason)


@click.command()
@_options
@_reason
@with_door
def hold(door: Door, ids: Sequence[str], seen: int | None, by: str, reason: str) -> None:
    """Hold findings back; what they had shared is withdrawn with the next publishing."""
    _decide(door, ids, Verdict.HOLD, seen=seen, by=by, reason=reason)


@click.command()
@_options
@_reason
@with_door
def drop(door: Door, ids: Sequence[str], seen: int | None, by: str, reason: str) -> None:
    """Drop findings as wrong, or withdraw suspended entries."""
    _decide(door, ids, Verdict.DROP, seen=seen, by=by, reason=reason)


@click.command()
@_options
@with_door
def undo(door: Door, ids: Sequence[str], seen: int | None, by: str) -> None:
    """Take back the last person's decision on findings: what stood before holds again."""
    seen_of = _seen(ids, seen)
    home = door.home.create()
    at = datetime.now(UTC)
    with Store.open(home.state) as store:
        done = undo_decisions(home, store, ids, by=by, at=at, seen=seen_of)
    note_reviewed(home, done, by=by, verb="undo", reason="", at=at)
    _tell(door, done)


def _decide(  # the options of three commands
    door: Door,
    ids: Sequence[str],
    verdict: Verdict,
    *,
    seen: int | None,
    by: str,
    reason: str,
) -> None:
    seen_of = _seen(ids, seen)
    home = door.home.create()
    at = datetime.now(UTC)
    with Store.open(home.state) as store:
        done = review_findings(home, store, ids, verdict, by=by, reason=reason, at=at, seen=seen_of)
    note_reviewed(home, done, by=by, verb=verdict.value, reason=reason, at=at)
    _tell(door, done)


def _seen(ids: Sequence[str], seen: int | None) -> dict[str, int] | None:
    if seen is None:
        return None
    if len(ids) != 1:
        raise ConfigError("--seen belongs to one finding; name one, or leave it out")
    return {ids[0]: seen}


def _tell(door: Door, done: Sequence[Reviewed]) -> None:
    if door.as_json:
        door.emit(asdict(one) for one in done)
    else:
        for one in done:
            click.echo(_line(one))
    if any(one.outcome != "taken" for one in done):
        click.get_current_context().exit(InputError.exit_code)


def _line(one: Reviewed) -> str:
    if one.outcome != "taken":
        return f"{one.id}: {one.outcome}: {one.message}"
    given = f" ({len(one.approved_by)} of {one.approvals} approvals)" if one.approved_by else ""
    return f"{one.id}: {one.verdict}{given}"
