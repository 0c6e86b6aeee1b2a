"""`noroshi readiness manrs assess`: the score of each action, and the cheapest next step."""

import os
from pathlib import Path

import click

from noroshi.cli.checks_view import show_checks
from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.cli.readiness.keep_option import Keeper, keep_option
from noroshi.cli.readiness.manrs.flow_options import FILE, flow_options, path_of, text_of
from noroshi.cli.rows_view import asked_of
from noroshi.jobs.readiness.keeping import source_digest
from noroshi.jobs.readiness.scoring_manrs import Scoring, score_manrs
from noroshi.jobs.readiness.spoofed_sources import Spoofing, find_spoofed
from noroshi.readiness.check import Check, worst
from noroshi.readiness.manrs.judge.actions import Action, cheapest

ASN = click.IntRange(1, 2**32 - 1)


@click.command()
@click.option(
    "--own-as",
    "own",
    required=True,
    multiple=True,
    type=ASN,
    metavar="ASN",
    help="The own AS; repeatable.",
)
@click.option(
    "--customer-as",
    "customers",
    multiple=True,
    type=ASN,
    metavar="ASN",
    help="A customer's AS; repeatable.",
)
@click.option("--table", type=FILE, help="The routes that are announced, as validate takes them.")
@click.option("--vrps", metavar="SOURCE", help="VRPs, as validate takes them.")
@click.option(
    "--irr",
    multiple=True,
    type=FILE,
    help="RPSL texts of registries, or answers of whois; repeatable.",
)
@click.option(
    "--rdap", multiple=True, type=FILE, help="RDAP answer of a registry on an own AS; repeatable."
)
@flow_options
@with_door
@keep_option
def assess(door: Door, keeper: Keeper, **options: object) -> None:
    """Score the four actions of MANRS for network operators from data, with the cheapest next step.

    Action 1 needs --table and --vrps, better --irr too; 2 needs --ports and the lake; 3 needs --rdap or
    --irr; 4 needs --table and --vrps. What is not given is not scored, and never counts as good.
    """
    own = _numbers(options["own"])
    spoofed = None
    if options["ports"]:
        spoofed = find_spoofed(
            door.home.create(),
            Spoofing(
                ports=path_of(options["ports"]), routes=None, exporter=text_of(options["exporter"])
            ),
            asked_of(text_of(options["start"]), text_of(options["end"]), str(options["purpose"])),
        )
    actions = score_manrs(
        Scoring(
            own=own,
            customers=_numbers(options["customers"]),
            routes=path_of(options["table"]),
            vrps=text_of(options["vrps"]),
            irr=_paths(options["irr"]),
            rdap=_paths(options["rdap"]),
            spoofed=spoofed,
        )
    )
    subject = ", ".join(f"AS{one}" for one in own)
    checks = [action.check(subject) for action in actions]
    step = cheapest(actions)
    rows = [_row(*one) for one in zip(actions, checks, strict=True)]
    named = ("table", "vrps", "ports")
    inputs = {name: source_digest(str(options[name])) for name in named if options[name]}
    keeper("manrs.assess", subject, rows, inputs)
    if door.as_json:
        door.emit([*rows, {"next_step": step.as_dict() if step else None}])
        return
    language = language_of(os.environ)
    show_checks(door, subject, worst([check.level for check in checks]), checks, language)
    if step is not None:
        door.say({"ja": "次の一手：", "en": "Next: "}[language] + step.text.said(language))


def _row(action: Action, check: Check) -> dict[str, object]:
    counts = {"good": action.good, "total": action.total, "lacking": list(action.lacking)}
    return {"action": action.number, "score": action.score, **counts, **check.as_dict()}


def _paths(value: object) -> list[Path]:
    return [Path(str(one)) for one in value] if isinstance(value, tuple) else []


def _numbers(value: object) -> list[int]:
    return [int(str(one)) for one in value] if isinstance(value, tuple) else []
