"""`noroshi c2 match`: agreement with block lists, both ways."""

from pathlib import Path

import click

from noroshi.c2.evaluate.match import OURS_ON_LISTS, Agreement, MatchParameters
from noroshi.cli.door import Door, with_door
from noroshi.jobs.c2.matching import Matched, match_lists
from noroshi.spine.model import ConfigError, InputError, rfc3339

WORDS = {
    OURS_ON_LISTS: "Our servers that lists carry",
    "lists-by-us": "Listed servers our flows met that we found",
}


@click.command()
@click.option(
    "--lists",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="A block list; may be given again. Files may also follow as arguments.",
)
@click.argument(
    "more",
    nargs=-1,
    metavar="[FILE]...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--peers", is_flag=True, help="Also what noroshi share pull read of peers.")
@click.option(
    "--window",
    "days",
    type=click.FloatRange(0, 3650),
    default=MatchParameters().days,
    show_default=True,
    metavar="DAYS",
    help="Entries count whose time lies within so many days around our window.",
)
@click.option(
    "--wrong-share",
    type=click.FloatRange(0, 0.99),
    default=0.0,
    show_default=True,
    help="Share of listed addresses believed wrong; gives the adjusted rate.",
)
@with_door
def match(
    door: Door,
    *,
    lists: tuple[Path, ...],
    more: tuple[Path, ...],
    peers: bool,
    days: float,
    wrong_share: float,
) -> None:
    """Hold our findings against block lists, in both directions."""
    paths = [*lists, *more]
    if not paths and not peers:
        raise ConfigError("name at least one list: noroshi c2 match --lists FILE… or --peers")
    parameters = MatchParameters(days=days, wrong_share=wrong_share)
    done = match_lists(door.home.create(), paths, parameters=parameters, with_peers=peers)
    if door.as_json:
        door.emit(agreement.as_dict() for agreement in done.agreements)
    else:
        for line in _lines(done):
            click.echo(line)
    for text in done.refused:
        click.echo(f"noroshi: {text}", err=True)
    if not done.findings:
        click.echo("noroshi: there are no findings to match; run noroshi c2 detect first", err=True)
    if done.refused:
        click.get_current_context().exit(InputError.exit_code)


def _lines(done: Matched) -> list[str]:
    lines = [line for agreement in done.agreements for line in _told(agreement)]
    if done.agreements and done.window is not None:
        start, end = done.window.isoformat()
        lines.append(
            f"Window {start} to {end}, lists within {done.agreements[0].days:g} days of it."
        )
        lines += [
            f"  {one.name}: {len(one.observations):,} entries, "
            f"{'of ' + rfc3339(one.snapshot)[:10] if one.snapshot else 'date unknown'}, "
            f"{sum(one.refused.values()):,} refused"
            for one in done.lists
        ]
    return lines


def _told(agreement: Agreement) -> list[str]:
    row = agreement.as_dict()
    if agreement.rate is None:
        return [f"{WORDS[agreement.direction]}: nothing to match"]
    lines = [
        (
            f"{WORDS[agreement.direction]}: {agreement.matched} of {agreement.total} = "
            f"{agreement.rate:.1%} (95 % interval {row['low']:.1%} to {row['high']:.1%})"
        ),
        (
            f"  port agrees {agreement.port_matched}, address only {agreement.address_only} "
            f"({agreement.shared} on shared addresses), entries without time {agreement.untimed}"
        ),
    ]
    if agreement.adjusted is not None:
        lines.append(f"  after the lists' own errors: {agreement.adjusted:.1%}")
    if agreement.lead_days_p50 is not None:
        lead = agreement.lead_days_p50
        word = "before" if lead >= 0 else "after"
        lines.append(f"  in the median we were {abs(lead):.1f} days {word} the lists")
    return lines
