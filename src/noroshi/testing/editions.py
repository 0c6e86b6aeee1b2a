"""Made changes of the shared list, on documentation addresses."""

from noroshi.spine.model import Endpoint, Standing, Subject, Text
from noroshi.spine.store.lists import Change
from noroshi.testing.indicators import make_indicator


def make_change(number: int, standing: Standing = Standing.LIVE) -> Change:
    """A change of the entry with a number, which each has an endpoint of its own."""
    host, port = number % 256, 1 + number // 256 % 65_535
    return Change(
        collection="c2-servers",
        indicator=make_indicator(Subject.endpoint(Endpoint(f"192.0.2.{host}", port, "tcp"))),
        standing=standing,
        reason=Text(ja="規則的です。", en="Contacts are regular."),
        by="policy:test",
    )
