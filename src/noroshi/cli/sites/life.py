"""`noroshi sites life`: how long harmful pages live, or the history of one."""

from datetime import UTC, datetime

import click
from rich.table import Table
from rich.text import Text as RichText

from noroshi.cli.curve_view import known, line_of
from noroshi.cli.door import Door, with_door
from noroshi.jobs.sites.following_view import PageLife, page_life, state_counts
from noroshi.jobs.sites.life_figures import LifeFigures, life_figures
from noroshi.jobs.sites.results import defanged
from noroshi.spine.model import Window, parse_moment, rfc3339
from noroshi.spine.model.window import EPOCH
from noroshi.spine.store import Database

HOURS_SHOWN = (1, 6, 24, 72, 168)


@click.command()
@click.argument("page", required=False, metavar="[URL|ID]")
@click.option("--from", "start", metavar="TIME", help="First harmful verdicts at this or later (ISO 8601).")  # fmt: skip
@click.option("--to", "end", metavar="TIME", help="First harmful verdicts before this (ISO 8601).")
@with_door
def life(door: Door, *, page: str | None, start: str | None, end: str | None) -> None:
    """Tell how long harmful pages live; with a page, its history look by look.

    Pages that were not seen dead count as up to when they last harmed (Kaplan and Meier).
    """
    home = door.home.create()
    with Database.open(home.state) as database:
        if page is not None:
            _show(door, page_life(database, page))
            return
        window = None
        if start or end:
            window = Window(
                parse_moment(start) if start else EPOCH,
                parse_moment(end) if end else datetime.now(UTC),
            )
        figures, now = life_figures(database, window), state_counts(database)
    if door.as_json:
        door.emit([_row(figures) | {"now": {state.value: n for state, n in sorted(now.items())}}])
        return
    _tell(door, figures)
    door.say(", ".join(f"{n:,} {state.value}" for state, n in sorted(now.items())) or "Nothing is followed now.")  # fmt: skip


def _row(figures: LifeFigures) -> dict[str, object]:
    curve = figures.uptime
    return {
        "pages": figures.pages,
        "seen_dead": curve.ended if curve else 0,
        "revived": figures.revived,
        "median_h": curve.median if curve else None,
        "uptime": [
            {"hour": time, "up": left, "low": known(low), "high": known(high)}
            for time, left, low, high in zip(
                curve.times, curve.left, curve.low, curve.high, strict=True
            )
        ]
        if curve
        else [],
        "stages": [
            {
                "name": one.name,
                "pages": one.number,
                "median_h": one.median_h,
                "p90_h": one.p90_h,
            }
            for one in figures.stages
        ],
    }


def _tell(door: Door, figures: LifeFigures) -> None:
    curve = figures.uptime
    if curve is None:
        door.say("No harmful page was followed in that time.")
        return
    door.say(f"{figures.pages:,} pages, {curve.ended:,} seen dead, {figures.revived:,} came back.")
    table = Table("still up", *(f"after {hours} h" for hours in HOURS_SHOWN), "median hours")
    table.add_row(
        line_of(curve, max(curve.times, default=1.0)),
        *(f"{curve.left_at(hours):.0%}" for hours in HOURS_SHOWN),
        "" if curve.median is None else f"{curve.median:.1f}",
    )
    door.console.print(table)
    stages = Table("from - to", "pages", "median hours", "90 % within hours")
    for one in figures.stages:
        hours = ("" if h is None else f"{h:.2f}" for h in (one.median_h, one.p90_h))
        stages.add_row(one.name, f"{one.number:,}", *hours)
    door.console.print(stages)


def _show(door: Door, one: PageLife) -> None:
    if door.as_json:
        door.emit([_life_row(one)])
        return
    door.say(defanged(one.reported.url))
    if one.followed is None:
        door.say("It was never found harmful, so it is not followed.")
        return
    followed = one.followed
    since = f"since {followed.changed_at:%Y-%m-%d %H:%M} UTC"
    after = (
        f"not followed any more ({followed.ended_why})"
        if followed.ended_at
        else f"next look {followed.next_at:%Y-%m-%d %H:%M} UTC"
    )
    door.say(f"{followed.state.value} {since}; {after}")
    table = Table("at (UTC)", "state", "look", "why")
    for look in one.looks:
        table.add_row(
            f"{look.at:%Y-%m-%d %H:%M}",
            look.state.value,
            look.depth.value,
            RichText(f"{look.reason.en}\n{look.reason.ja}"),
        )
    door.console.print(table)
    for edition in one.editions:
        door.say(
            f"list {edition.added_at:%Y-%m-%d %H:%M} {edition.standing.value}: {edition.reason.en}"
        )
    for draft in one.drafts:
        door.say(f"draft {draft.at:%Y-%m-%d %H:%M} by {draft.by} for {', '.join(draft.recipients)}")


def _life_row(one: PageLife) -> dict[str, object]:
    followed = one.followed
    return {
        "url": one.reported.url,
        "id": one.reported.id,
        "reported_at": rfc3339(one.reported.first_at),
        "since": rfc3339(followed.since) if followed else None,
        "state": followed.state.value if followed else None,
        "changed_at": rfc3339(followed.changed_at) if followed else None,
        "next_at": rfc3339(followed.next_at) if followed and not followed.ended_at else None,
        "ended": followed.ended_why if followed and followed.ended_at else None,
        "looks": [
            {
                "at": rfc3339(look.at),
                "state": look.state.value,
                "depth": look.depth.value,
                "code": look.code,
                "reason": look.reason.as_dict(),
                "addresses": list(look.addresses),
                "status": look.status,
                "verdict": look.verdict,
                "score": look.score,
                "evidence": list(look.evidence),
            }
            for look in one.looks
        ],
        "list": [
            {
                "at": rfc3339(edition.added_at),
                "standing": edition.standing.value,
                "valid_until": rfc3339(edition.indicator.valid_until),
                "reason": edition.reason.as_dict(),
                "by": edition.by,
            }
            for edition in one.editions
        ],
        "drafts": [
            {"at": rfc3339(draft.at), "by": draft.by, "for": list(draft.recipients)}
            for draft in one.drafts
        ],
    }
