"""Made changes of the shared list, on documentation addresses."""

from noroshi.spine.model import Endpoint, Standing, Subject, Text, Tlp
from noroshi.spine.store.lists import Change
from noroshi.testing.indicators import make_indicator


def make_change(
    number: int = 1,
    standing: Standing = Standing.LIVE,
    *,
    collection: str = "c2-servers",
    label: str = "c2-http-beacon",
    tlp: Tlp = Tlp.AMBER,
) -> Change:
    """A change of the entry of a number: another number is another endpoint."""
    endpoint = Endpoint(f"192.0.2.{number % 256}", 443 + number // 256, "tcp")
    return Change(
        collection=collection,
        indicator=make_indicator(Subject.endpoint(endpoint), label=label, tlp=tlp),
        standing=standing,
        reason=Text(ja="規則的です。", en="Regular."),
        by="policy:test",
    )
