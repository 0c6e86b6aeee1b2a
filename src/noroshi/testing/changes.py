"""Made changes to the shared list, on documentation addresses."""

from noroshi.spine.model import Endpoint, Standing, Subject, Text, Tlp
from noroshi.spine.store.lists import Change
from noroshi.testing.indicators import make_indicator

REASON = Text(ja="規則的です。", en="Regular.")


def make_change(
    number: int = 1,
    standing: Standing = Standing.LIVE,
    *,
    collection: str = "c2-servers",
    kind: str = "c2-server",
    label: str = "c2-http-beacon",
    tlp: Tlp = Tlp.AMBER,
) -> Change:
    """A change of the entry of this number; `198.51.100.NUMBER:443/tcp` for small ones."""
    endpoint = Endpoint(f"198.51.100.{number % 256}", 443 + number // 256, "tcp")
    subject = Subject.endpoint(endpoint)
    return Change(
        collection=collection,
        indicator=make_indicator(subject, kind=kind, label=label, tlp=tlp),
        standing=standing,
        reason=REASON,
        by="user:secret-name",
    )
