"""`noroshi iot survey`: ask what a signed scope allows, tell how far it is, and who was asked."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

import click
import msgspec

from noroshi.cli.door import Door, with_door
from noroshi.cli.person import by_option
from noroshi.iot.survey.asked import Asking
from noroshi.iot.survey.runner import Progress
from noroshi.jobs.iot import surveying
from noroshi.jobs.iot.address_file import addresses_in
from noroshi.jobs.iot.survey_answers import answer_rows
from noroshi.jobs.iot.survey_place import listing_at, place_of, scope_at
from noroshi.jobs.iot.survey_tidying import tidy_answers
from noroshi.spine.model import Cancelled, SourceError, rfc3339

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
ROUND = click.option("--round", "name", default="1", show_default=True, help="Name of the round.")
SCOPE = click.argument("path", metavar="SCOPE", type=FILE)


@click.group()
def survey() -> None:
    """Ask the harmless probes of a signed scope, inside its limits, and keep a book of it."""


@survey.command()
@SCOPE
@ROUND
@click.option("--shard", default="1/1", show_default=True, metavar="I/N", help="Which part of how many; every process gets its share of the caps.")  # fmt: skip
@click.option("--engine", type=click.Choice(["auto", "raw", "connect"]), default="auto", show_default=True, help="Raw sockets need CAP_NET_RAW.")  # fmt: skip
@click.option("--source", default="", help="Address to ask from, where the scope declares several.")
@click.option("--list", "lists", type=FILE, multiple=True, help="A file that the scope pins by SHA-256; may be given again.")  # fmt: skip
@click.option("--only", type=FILE, help="Ask the addresses of this file alone, one a line, bare or as JSON with `address`: a re-survey, or a list of IPv6.")  # fmt: skip
@with_door
def run(  # noqa: PLR0913, PLR0917  # options of a command
    door: Door,
    path: Path,
    name: str,
    shard: str,
    engine: str,
    source: str,
    lists: tuple[Path, ...],
    only: Path | None,
) -> None:
    """Survey the signed SCOPE, or go on with it. Interrupting keeps what was asked."""
    wish = surveying.Wish(
        scope=path, round=name, shard=shard, engine=engine, source=source, lists=lists,
        only=None if only is None else addresses_in(only),
    )  # fmt: skip
    work = surveying.Survey(door.home, wish)
    with _interrupting(work):
        progress = _shown(door, work)
    if progress.reason == "interrupted":
        raise Cancelled("interrupted; run it again to go on")
    if progress.reason not in {"complete", "stop"}:
        raise SourceError(f"the survey ended early: {progress.reason}; run it again to go on")


def _shown(door: Door, work: surveying.Survey) -> Progress:
    began, progress = monotonic(), Progress()
    first: int | None = None
    for progress in work.run():
        first = progress.settled if first is None else first
        if door.as_json:
            door.emit([msgspec.to_builtins(progress)])
        else:
            door.say(_line(progress, first, monotonic() - began))
    return progress


def _line(progress: Progress, first: int, elapsed_s: float) -> str:
    share = 100 * progress.settled / max(1, progress.targets)
    done = progress.settled - first
    left_s = (progress.targets - progress.settled) * elapsed_s / done if done else 0
    left = f", {timedelta(seconds=int(left_s))} left" if left_s else ""
    return (
        f"{share:5.1f} %  {progress.settled:,} of {progress.targets:,} settled, "
        f"{progress.sent:,} sent, {progress.open:,} open, {progress.answered:,} answered"
        f"{left}{f' ({progress.reason})' if progress.reason else ''}"
    )


@survey.command()
@SCOPE
@ROUND
@with_door
def status(door: Door, path: Path, name: str) -> None:
    """Tell how far each shard of a round of SCOPE is that is worked on here."""
    rows = surveying.statuses(door.home, scope_at(path), name)
    if door.as_json:
        door.emit(msgspec.to_builtins(row) for row in rows)
        return
    for row in rows:
        share = 100 * row.settled / max(1, row.targets)
        door.say(
            f"{row.shard}: {share:.1f} % of {row.targets:,}, {row.open:,} open,"
            f" {row.answered:,} answered, {row.reason or 'running'}, told {rfc3339(row.at)}"
        )


@survey.command()
@SCOPE
@click.argument("address")
@ROUND
@with_door
def audit(door: Door, path: Path, address: str, name: str) -> None:
    """Tell whether ADDRESS was asked in a round of SCOPE, by which probes, and when."""
    found = surveying.asked(door.home, scope_at(path), name, address)
    if door.as_json:
        door.emit(_row(address, one) for one in found)
        return
    if not found:
        door.say(f"{address} was not asked.")
    for one in found:
        until = "the process was killed" if one.ended is None else _moment(one.ended)
        sure = "asked" if one.certain else "may have been asked"
        door.say(
            f"{sure}: {one.slot.probe.name}, port {one.slot.port}, from {one.source},"
            f" between {_moment(one.began)} and {until}"
        )


@survey.command("asked")
@SCOPE
@ROUND
@with_door
def asked_(door: Door, path: Path, name: str) -> None:
    """Write every address that was asked in a round of SCOPE, for `iot cases look`."""
    found = surveying.asked_addresses(door.home, scope_at(path), name)
    if door.as_json:
        door.emit({"address": one} for one in found)
        return
    for address in found:
        door.say(address)


@survey.command()
@SCOPE
@ROUND
@with_door
def stop(door: Door, path: Path, name: str) -> None:
    """End a round of SCOPE within a second, wherever it runs on this home."""
    file = surveying.stop(door.home, scope_at(path), name)
    if door.as_json:
        door.emit([{"stopped": name, "file": str(file)}])
    else:
        door.say(f"Stopped. To go on later, remove {file} and run the survey again.")


@survey.command()
@SCOPE
@ROUND
@with_door
def answers(door: Door, path: Path, name: str) -> None:
    """Write what answered in a round of SCOPE as JSON Lines that `noroshi iot identify` reads."""
    scope = scope_at(path)
    place = place_of(door.home, scope, name)
    listing = listing_at(place, scope)
    door.emit(answer_rows(place.run, contact=scope.authority.contact, listing=listing))


@survey.command()
@SCOPE
@by_option
@with_door
def tidy(door: Door, path: Path, by: str) -> None:
    """Delete answers of SCOPE, in all rounds here, that are past its retention_days; books stay."""
    done = tidy_answers(door.home.create(), scope_at(path), by=by, now=surveying.utc_now())
    if door.as_json:
        door.emit(msgspec.to_builtins(one) for one in done)
        return
    for one in done:
        door.say(
            f"Round {one.round}: {one.deleted:,} parts deleted ({one.octets:,} octets),"
            f" {one.kept:,} kept."
        )


def _row(address: str, one: Asking) -> dict[str, object]:
    return {
        "address": address,
        "probe": one.slot.probe.name,
        "port": one.slot.port,
        "message": one.slot.message,
        "began": _moment(one.began),
        "ended": None if one.ended is None else _moment(one.ended),
        "certain": one.certain,
        "source": one.source,
    }


def _moment(moment: datetime) -> str:
    """To the microsecond: a chunk in a lab may last less than a second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@contextmanager
def _interrupting(work: surveying.Survey) -> Iterator[None]:
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda *_: work.interrupt()) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
