"""`noroshi readiness mail import`: reports of others onto the shelves of the home."""

from collections import Counter
from pathlib import Path

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.refusals import tell_refused
from noroshi.jobs.readiness.mail_importing import import_reports


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@with_door
def import_(door: Door, paths: tuple[Path, ...]) -> None:
    """Import DMARC aggregate and failure reports and TLS reports.

    PATHS are files (xml, gz, zip, json, eml, mbox), folders or maildirs. A report that is there already
    is passed over, so an import may be run again, also after it was killed. No file is moved or
    changed, and each is told only when what it gave lies on disk.
    """
    refused: Counter[str] = Counter()
    files = reports = known = records = 0
    for one in import_reports(paths, door.home):
        files, reports, known = files + 1, reports + one.reports, known + one.known
        records += one.records
        refused += one.refused
        if door.as_json:
            door.emit([one.as_dict()])
        elif one.refused:
            reasons = ", ".join(f"{count} {reason}" for reason, count in one.refused.items())
            door.warn(f"{one.file}: {reasons}")
    if not door.as_json:
        door.say(
            f"{files:,} files: {reports:,} new reports with {records:,} records, {known:,} known"
        )
    tell_refused(refused, "reports or records")
