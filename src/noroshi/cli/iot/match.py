"""`noroshi iot match`: at the operator, whose line each exposure was on."""

from collections.abc import Iterator
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.person import by_option
from noroshi.cli.refusals import tell_refused
from noroshi.iot.match import MatchResult
from noroshi.jobs.iot.naming_lines import Named, name_lines
from noroshi.jobs.sites.lines import opened_lines

WORDS = {
    MatchResult.MATCHED: "one line held the address and port at that moment",
    MatchResult.AMBIGUOUS: "several lines, or the edge of a session: look by hand",
    MatchResult.NONE: "no session in the logs",
}


@click.command()
@click.argument("findings", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.argument(
    "logs", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--skew",
    "skew_s",
    type=click.IntRange(0, 3600),
    default=60,
    show_default=True,
    help="Seconds by which the clocks of survey and log may differ.",
)
@click.option("--purpose", required=True, metavar="TEXT", help="Why; kept in the audit.")
@by_option
@with_door
def match(
    door: Door, *, findings: str, logs: tuple[Path, ...], skew_s: int, purpose: str, by: str
) -> None:
    """Name the line behind each of FINDINGS (JSON Lines; - is stdin) by session LOGS.

    Run it at the operator: the answer names subscribers' lines and must stay there. Only the counts
    are for others.
    """
    done = name_lines(
        door.home, opened_lines(findings), logs, by=by, skew_s=skew_s, purpose=purpose
    )
    if door.as_json:
        door.emit(_rows(done))
    else:
        for result, count in done.counts.items():
            door.say(f"{result:10} {count:>9,}  {WORDS[MatchResult(result)]}")
    tell_refused(done.refused + done.refused_sessions, "rows")


def _rows(done: Named) -> Iterator[dict[str, object]]:
    for exposure, answer in done.answers:
        yield {
            "id": exposure.id,
            "address": exposure.address,
            "port": exposure.port,
            "time": exposure.time,
            "result": answer.result.value,
            "subscriber": answer.subscriber,
            "reason": answer.reason,
        }
