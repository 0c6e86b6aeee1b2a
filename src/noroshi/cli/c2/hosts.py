"""`noroshi c2 hosts`: subscribers with symptoms. Stays inside the operator."""

import os

import click
from rich.table import Table

from noroshi.cli.c2.detect import shown_steps
from noroshi.cli.door import Door, with_door
from noroshi.cli.language import language_of
from noroshi.jobs.c2.hosting import sick_hosts


@click.command()
@click.option(
    "--least",
    type=click.FloatRange(0, 1),
    default=0.2,
    show_default=True,
    help="Probability of infection from which a subscriber is told.",
)
@with_door
def hosts(door: Door, least: float) -> None:
    """Subscribers (pseudonyms) that behave as infected devices do. For the operator only."""
    language = language_of(os.environ)
    with shown_steps(door.notices) as progress:
        found = sick_hosts(door.home.create(), least=least, progress=progress)
    if door.as_json:
        door.emit(
            {
                "subscriber": host.subscriber,
                "symptoms": [
                    {"code": code, "value": value, "text": text.as_dict()}
                    for code, value, text in host.symptoms
                ],
                "score": host.score,
            }
            for host in found
        )
        return
    table = Table("Subscriber (pseudonym)", "P(infected)", "Symptoms")
    for host in found:
        words = ", ".join(text.said(language) for _, _, text in host.symptoms)
        table.add_row(host.subscriber, f"{host.score:.3f}", words)
    door.console.print(table)
    door.console.print(
        f"{len(found)} subscriber{'' if len(found) == 1 else 's'}. "
        "Pseudonyms stay inside the operator.",
        markup=False,
    )
