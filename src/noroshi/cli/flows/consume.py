"""The command `noroshi flows consume`."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.flows.consuming import Consumption
from noroshi.spine.home import Payload
from noroshi.spine.model import ConfigError
from noroshi.spine.net.kafka import TopicOptions
from noroshi.spine.store import Store


@click.command("consume")
@click.option(
    "--brokers", metavar="HOST:PORT", help="Brokers, several after commas. Overrides the settings."
)
@click.option("--topic", help="Topic to read. Overrides the settings.")
@click.option(
    "--payload",
    type=click.Choice([kind.value for kind in Payload]),
    help="What messages hold: goflow2's flows, Akvorado's raw flows, or export datagrams. Overrides the settings.",
)
@click.option(
    "--every",
    "every_s",
    type=click.FloatRange(0.2, 3600),
    default=60.0,
    show_default=True,
    help="Seconds between two writings to the lake.",
)
@click.option("--until-end", is_flag=True, help="Stop where the topic ends now.")
@with_door
def consume(
    door: Door,
    brokers: str | None,
    topic: str | None,
    payload: str | None,
    every_s: float,
    until_end: bool,
) -> None:
    """Take flows from a Kafka topic into the lake, each once, until interrupted.

    SIGINT or SIGTERM ends it when what was read is in the lake. Needs the extra [kafka].
    """
    settings = door.home.settings.kafka
    options = TopicOptions(
        brokers=brokers or settings.brokers,
        topic=topic or settings.topic,
        group=settings.group,
        more=settings.options,
    )
    if not options.brokers:
        raise ConfigError("no broker is named; give --brokers HOST:PORT or [kafka] brokers")
    home = door.home.create()
    kind = Payload(payload) if payload else settings.payload
    with Store.open(home.state) as store:
        consumption = Consumption(home, store, options, kind)
        with _signals(consumption):
            for counts in consumption.run(every_s, until_end=until_end):
                _report(door, counts.as_row())
    if consumption.counts.refused:
        click.get_current_context().exit(1)


def _report(door: Door, row: dict[str, object]) -> None:
    if door.as_json:
        door.emit([row])
        return
    refused = "".join(f", {count:,} {reason}" for reason, count in dict(row["refused"]).items())  # type: ignore[call-overload]
    door.console.print(
        f"{row['messages']:,} messages: {row['kept']:,} of {row['read']:,} rows kept{refused}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


@contextmanager
def _signals(consumption: Consumption) -> Iterator[None]:
    def stop(*_: object) -> None:
        consumption.stop()

    before = {n: signal.signal(n, stop) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
