"""A hub's list of made entries, put into the state in bulk: how fast they are published is asked apart."""

import multiprocessing
from datetime import timedelta

from sqlalchemy import insert, update

from bench.listing import AT, change
from noroshi.spine.home import Home
from noroshi.spine.model import Edition
from noroshi.spine.store import Store
from noroshi.spine.store.edition_rows import moment_us, row_of_edition
from noroshi.spine.store.list_counts import recount
from noroshi.spine.store.list_tables import EditionRow, HeadRow

AT_ONCE = 10_000
CACHE_KIB = 1_000_000
SINCE = AT - timedelta(days=1)


def fill_apart(home: Home, entries: int) -> None:
    """The same in a process of its own, with room for the indexes and nothing of it left in this one.

    An index over ids is written all over: with the usual cache most of a million entries' time would
    go into reading and writing its pages again and again.
    """
    process = multiprocessing.get_context("spawn").Process(target=_fill, args=(home, entries))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit("the list could not be filled")


def _fill(home: Home, entries: int) -> None:
    with Store.open(home.state) as store:
        with store.database.asking() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            for pragma in (f"cache_size = -{CACHE_KIB}", "synchronous = OFF"):
                driver.execute(f"PRAGMA {pragma}")
        fill(store, entries)


def fill(store: Store, entries: int) -> None:
    """Hold so many live entries."""
    # Indexes stay: made anew in another order, SQLite would choose others of them than in a real hub.
    for start in range(0, entries, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, entries))
        with store.database.writing() as session:
            session.connection().execute(insert(EditionRow), [_row(number) for number in numbers])
    with store.database.writing() as session:
        end = {"sequence": entries, "added_us": moment_us(SINCE) + entries}
        session.execute(update(HeadRow).values(end))
        recount(session.connection())


def _row(number: int) -> dict[str, object]:
    made = change(number)
    edition = Edition(
        sequence=number + 1,
        added_at=SINCE + timedelta(microseconds=number + 1),
        collection=made.collection,
        indicator=made.indicator,
        standing=made.standing,
        reason=made.reason,
        by=made.by,
    )
    return row_of_edition(edition, made.indicator.id, latest=True)
