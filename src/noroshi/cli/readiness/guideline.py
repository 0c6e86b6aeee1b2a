"""`noroshi readiness guideline`: the paper for management and engineers."""

from datetime import UTC, datetime
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.readiness.guiding import Order, issue_guideline
from noroshi.jobs.readiness.kept_papers import keep_paper
from noroshi.spine.home import write_whole
from noroshi.spine.model import ConfigError, Language
from noroshi.spine.store import Store

SUFFIXES = (".html", ".pdf")


@click.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write: .html or .pdf.",
)
@click.option("--operator", default="", metavar="NAME", help="Whose plan it is.")
@click.option(
    "--coordinator",
    is_flag=True,
    help="The guideline of the programme: the same items and stages, nobody's state.",
)
@click.option("--issuer", default="", metavar="NAME", help="Who issues it.  [default: the operator, or [share] producer]")  # fmt: skip
@click.option(
    "--language",
    type=click.Choice(["ja", "en"]),
    default="ja",
    show_default=True,
    help="Language of the paper.",
)
@with_door
def guideline(
    door: Door, *, out: Path, operator: str, coordinator: bool, issuer: str, language: Language
) -> None:
    """Write the guideline: two pages for management, a chapter a technology, help desk, law, annexes.

    Every figure comes from a result that was kept with --keep, and names its run; what has no result
    says so, with the command to run. Configurations stand in it only if the own parser of the router
    or mail server accepted them. Each paper is a run that the programme's figures count. The newest of
    each language and form stays in the home, where the console gives it to the operator's own desk.
    """
    if out.suffix not in SUFFIXES:
        raise ConfigError(f"{out} ends in none of {', '.join(SUFFIXES)}")
    if bool(operator) == coordinator:
        raise ConfigError("give either --operator NAME or --coordinator")
    home = door.home.create()
    order = Order(
        issuer=issuer or operator or home.settings.share.producer,
        operator=operator,
        language=language,
        pdf=out.suffix == ".pdf",
    )
    with Store.open(home.state) as store:
        run, content = issue_guideline(store, order, datetime.now(UTC))
        write_whole([content], out)
        keep_paper(home, store, run, order, content)
    if door.as_json:
        door.emit([{"file": str(out), "run": run, "octets": len(content)}])
    else:
        door.say(f"{out} (run {run})")
