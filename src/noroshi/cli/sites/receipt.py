"""`noroshi sites receipt`: what became of a report."""

import os

import click

from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.jobs.sites.results import ADVICE, MEANINGS, defanged, result_of_receipt
from noroshi.spine.model import InputError
from noroshi.spine.store import Store


@click.command()
@click.argument("number")
@with_door
def receipt(door: Door, number: str) -> None:
    """Tell what became of the report with this receipt NUMBER."""
    home = door.home.create()
    with Store.open(home.state) as store:
        found = result_of_receipt(store.database, number)
    if found is None:
        raise InputError(f"there is no report {number}; compare the number with the one you got")
    if door.as_json:
        door.emit([{"receipt": found.receipt, "urls": [
            {
                "url": one.url,
                "result": one.result.value,
                "advice": ADVICE[one.result].as_dict(),
                "reasons": [text.as_dict() for text in one.verdict.reasons] if one.verdict else [],
            }
            for one in found.urls
        ]}])  # fmt: skip
        return
    language = language_of(os.environ)
    for one in found.urls:
        door.say(f"{MEANINGS[one.result].said(language)}  {defanged(one.url)}")
        door.say(f"  {ADVICE[one.result].said(language)}")
    if not found.urls:
        door.say("The report names no web address.")
