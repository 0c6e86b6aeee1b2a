"""The command `noroshi`: global options, and one place that turns errors into exit codes."""

import sys
from pathlib import Path
from typing import NoReturn

import click

from noroshi import __version__
from noroshi.cli.lazy import LazyGroup
from noroshi.spine.model.errors import Cancelled, NoroshiError

COMMANDS = {
    "init": ("noroshi.cli.house:init", "Make a home: settings, state, lake, secrets."),
    "up": ("noroshi.cli.up:up", "Run the hub: console, API and jobs."),
    "demo": (
        "noroshi.cli.demo.run:demo",
        "A seeded ISP day from real datagrams to an explained list.",
    ),
    "flows": ("noroshi.cli.flows.group:flows", "Flow records in."),
    "c2": ("noroshi.cli.c2.group:c2", "Find C&C servers in flows and explain each."),
    "cases": (
        "noroshi.cli.cases.group:cases",
        "Work for operators, from a finding to its outcome.",
    ),
    "notify": (
        "noroshi.cli.notify.group:notify",
        "Tell operators of changes, by webhook and mail.",
    ),
    "readiness": (
        "noroshi.cli.readiness.group:readiness",
        "What a protection would do before it is turned on.",
    ),
    "iot": ("noroshi.cli.iot.group:iot", "Weak devices of an authorised scope, and what they are."),
    "kpi": ("noroshi.cli.kpi.group:kpi", "The programme's own figures and its review sheets."),
    "sites": ("noroshi.cli.sites.group:sites", "Malicious web sites: what to visit first."),
    "review": ("noroshi.cli.review.group:review", "What waits for a person, and deciding on it."),
    "share": ("noroshi.cli.share.group:share", "Indicators out."),
    "operators": ("noroshi.cli.operators.group:operators", "Members of the sharing body."),
    "users": ("noroshi.cli.users.group:users", "People who may log in."),
    "tokens": ("noroshi.cli.tokens.group:tokens", "What programs show instead of a password."),
    "data": ("noroshi.cli.data.group:data", "Data of others: fetched, or read from files."),
    "backup": ("noroshi.cli.backup:backup", "Everything in one file, while everything runs."),
    "restore": ("noroshi.cli.backup:restore", "A home from a backup, whole or not at all."),
    "doctor": ("noroshi.cli.doctor:doctor", "Is this home well, and what to do where it is not."),
    "jobs": ("noroshi.cli.jobs.group:jobs", "What is done by the clock."),
    "audit": (
        "noroshi.cli.audit.group:audit",
        "Who did what, and whether that record is untouched.",
    ),
}


@click.group(
    cls=LazyGroup, commands_at=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="noroshi")
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="NOROSHI_HOME",
    default=Path("noroshi-home"),
    show_default=True,
    help="Directory with all state of this installation.",
)
@click.option("--verbose", "-v", is_flag=True, help="Log every step on stderr.")
@click.pass_context
def cli(context: click.Context, home: Path, verbose: bool) -> None:
    """Stop attacks inside the network, before users are hurt."""
    context.obj = {"home": home, "verbose": verbose}


def main() -> NoReturn:
    """Run the command and end with its exit code (see the command contract)."""
    try:
        sys.exit(cli.main(standalone_mode=False) or 0)
    except click.exceptions.Abort:
        sys.exit(Cancelled.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except NoroshiError as error:
        click.echo(f"noroshi: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(0)
