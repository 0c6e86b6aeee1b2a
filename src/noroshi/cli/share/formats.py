"""`noroshi share formats`: what a list can be written as, and for whom."""

import os

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.relay.share import FOLDERS, FORMATS


@click.command()
@with_door
def formats(door: Door) -> None:
    """Show every format of `share export`: who reads it and what it can say.

    A format with tombstones keeps entries that were taken back and marks them; the others leave
    them out.
    """
    rows = [
        {
            "format": form.name,
            "for": form.meant_for.as_dict(),
            "kinds": sorted(form.kinds),
            "files": "many" if form.name in FOLDERS else "one",
            "tombstones": form.tombstones,
            "media_type": form.media_type,
        }
        for form in FORMATS.values()
    ]
    if door.as_json:
        door.emit(rows)
        return
    language = language_of(os.environ)
    width = max(map(len, FORMATS))
    for form in FORMATS.values():
        click.echo(f"{form.name:<{width}}  {form.meant_for.said(language)}")
