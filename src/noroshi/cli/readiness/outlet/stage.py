"""`noroshi readiness outlet status|stage|withdraw|resume`: how hard each outlet acts."""

import os
from datetime import UTC, datetime

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.person import by_option
from noroshi.jobs.outlet.staging import resume as resume_outlets
from noroshi.jobs.outlet.staging import stages, take_step
from noroshi.jobs.outlet.staging import withdraw as withdraw_outlets
from noroshi.readiness.stage import Stage
from noroshi.spine.model import Act, Outlet

OUTLETS = click.Choice([one.value for one in Outlet])
_some = click.argument("outlets", nargs=-1, type=OUTLETS)


@click.command()
@with_door
def status(door: Door) -> None:
    """Tell what each outlet does, and whether its next step is open."""
    found = stages(door.home, datetime.now(UTC))
    if door.as_json:
        door.emit(one.as_dict() for one in found)
        return
    for one in found:
        _show(door, one)


@click.command()
@click.argument("outlet", type=OUTLETS)
@click.argument("act", type=click.Choice([one.value for one in Act]))
@click.option("--because", default="", help="Pass a shut gate for this reason; it stands in the audit.")  # fmt: skip
@by_option
@with_door
def stage(door: Door, outlet: str, act: str, because: str, by: str) -> None:
    """Let OUTLET do ACT from now on: one step further, or any step back.

    log: resolvers tell what they meet, routers sample it. redirect: names answer with the sinkhole,
    traffic goes where [outlet] says. block: names do not exist, traffic is dropped.
    """
    home = door.home.create()
    now = datetime.now(UTC)
    taken = take_step(home, Outlet(outlet), Act(act), by=by, at=now, because=because)
    if door.as_json:
        door.emit([taken.as_dict()])
        return
    _show(door, taken)


@click.command()
@_some
@by_option
@with_door
def withdraw(door: Door, outlets: tuple[str, ...], by: str) -> None:
    """Stop OUTLETS at once, all of them where none is named.

    The zone is emptied and ExaBGP withdraws within a second while `share feed --follow` and `speak`
    run. Write BIRD's file again.
    """
    chosen = [Outlet(one) for one in outlets] or list(Outlet)
    stopped = withdraw_outlets(door.home.create(), chosen, by=by, at=datetime.now(UTC))
    _tell(door, "withdrawn", stopped)


@click.command()
@_some
@by_option
@with_door
def resume(door: Door, outlets: tuple[str, ...], by: str) -> None:
    """Let withdrawn OUTLETS do again what they did before, all of them where none is named."""
    chosen = [Outlet(one) for one in outlets] or list(Outlet)
    resumed = resume_outlets(door.home.create(), chosen, by=by, at=datetime.now(UTC))
    _tell(door, "resumed", resumed)


def _show(door: Door, stage: Stage) -> None:
    door.say(f"{stage.subject}: {stage.step} → {stage.following or '-'}")
    door.say(f"  {stage.why.said(language_of(os.environ))}")
    for mark, command in (("+", stage.publish), ("-", stage.back)):
        if command:
            door.say(f"  {mark} {command}")


def _tell(door: Door, done: str, outlets: list[Outlet]) -> None:
    if door.as_json:
        door.emit({"outlet": one, "done": done} for one in outlets)
        return
    door.say(f"{done}: {', '.join(outlets)}" if outlets else "nothing to do")
