"""`noroshi readiness mail configure`: records and server settings."""

from pathlib import Path
from typing import cast

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.readiness.keep_option import Keeper, keep_option
from noroshi.jobs.readiness.mail_configuring import MadeFile, Wishes, configure_mail
from noroshi.readiness.mail.configure.plan import Receive, StepName


@click.command()
@click.option("--domain", required=True, metavar="DOMAIN", help="The domain.")
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the files.",
)
@click.option(
    "--report-to", required=True, metavar="ADDRESS", help="Where aggregate and TLS reports go."
)
@click.option(
    "--stage",
    type=click.Choice([step.value for step in StepName]),
    default="none",
    show_default=True,
    help="Stage of DMARC.",
)
@click.option(
    "--network", "networks", multiple=True, metavar="CIDR", help="Network that sends; repeatable."
)
@click.option(
    "--include",
    "includes",
    multiple=True,
    metavar="DOMAIN",
    help="Service whose SPF is included; repeatable.",
)
@click.option(
    "--mx", "exchangers", multiple=True, metavar="HOST", help="Host that receives; repeatable."
)
@click.option("--selector", default="s1", show_default=True, metavar="NAME", help="DKIM selector.")
@click.option("--public-key", default="", metavar="BASE64", help="Public key of the selector.")
@click.option(
    "--sts-id",
    default="1",
    show_default=True,
    metavar="ID",
    help="Id of the MTA-STS policy; a new one with each change.",
)
@click.option(
    "--receive",
    type=click.Choice(["monitor", "enforce"]),
    default="monitor",
    show_default=True,
    help="Note what others ask for, or act on it.",
)
@with_door
@keep_option
def configure(
    door: Door, out: Path, stage: str, receive: str, keeper: Keeper, **wishes: object
) -> None:
    """Write DNS records and settings of rspamd, OpenDKIM, OpenDMARC and Postfix into a folder.

    Files are proposals in the language of each program: read them and merge them into yours. Each is read by
    the program's own parser, where that is installed; one that it refuses is not written, and the exit code is
    then 3. A domain without --network, --include and --mx gets records that say that it sends no mail.
    """  # fmt: skip
    made = configure_mail(
        Wishes(step=stage, receive=cast("Receive", receive), **wishes),  # type: ignore[arg-type]  # click gives what the options say
        out,
    )
    refused = [one for one in made if one.checked.good is False]
    written = [one for one in made if one not in refused]
    parsers = {one.name: one.checked.parser for one in written if one.checked.good}
    keeper("mail.configure", made[0].domain, [one.as_dict() for one in written], parsers)
    for one in refused:
        click.echo(f"noroshi: {one.checked.parser} refuses {one.name}: {one.checked.said}", err=True)  # fmt: skip
    if door.as_json:
        door.emit(_row(out, one) for one in written)
    else:
        for one in written:
            door.say(f"{out / one.name}  {_said(one)}")
    if refused:
        click.get_current_context().exit(3)


def _row(out: Path, made: MadeFile) -> dict[str, object]:
    checked = made.checked
    return {"file": str(out / made.name), "checked": checked.good, "parser": checked.parser}


def _said(made: MadeFile) -> str:
    if made.checked.good:
        return f"checked with {made.checked.parser}"
    missing = made.checked.parser
    return f"not checked: {missing} is not installed here" if missing else "not checked: it has no parser"  # fmt: skip
