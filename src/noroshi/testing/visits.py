"""Visits made by hand, for tests of what is done with them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from noroshi.sites.visit import Download, Exchange, Field, Hop, HopKind, Outcome, Visit

WHEN = datetime(2026, 1, 1, tzinfo=UTC)

PLAIN = Visit(
    url="https://shop.example/",
    profile="mobile",
    started=WHEN,
    ended=WHEN,
    outcome=Outcome.PAGE,
    detail="",
    chain=(Hop(url="https://shop.example/", kind=HopKind.START, status=200, address="192.0.2.1"),),
    final_url="https://shop.example/",
    title="Shop",
    html="<p>Shop</p>",
    text="Shop",
    fields=(),
    links=(),
    exchanges=(),
    certificate=None,
    downloads=(),
    favicon=b"",
    screenshot=b"png",
    dialogs=(),
)
"""A page without anything to type; `dataclasses.replace` makes others of it."""


def field(kind: str = "text", *, autocomplete: str = "", visible: bool = True) -> Field:
    """A place to type, outside any form."""
    return Field(
        kind=kind,
        name="",
        label="",
        autocomplete=autocomplete,
        visible=visible,
        action="",
        method="",
    )


def exchange(url: str) -> Exchange:
    """A document that came."""
    return Exchange(
        url=url,
        method="GET",
        resource="document",
        status=200,
        mime="text/html",
        size_bytes=11,
        sha256="0" * 64,
        address="192.0.2.1",
        refused="",
    )


def page_visit(  # noqa: PLR0913  # a visit has many parts
    url: str,
    html: str = "",
    *,
    final_url: str = "",
    text: str = "",
    status: int = 200,
    profile: str = "mobile",
    fields: Sequence[Field] = (),
    downloads: Sequence[Download] = (),
    dialogs: Sequence[str] = (),
    outcome: Outcome = Outcome.PAGE,
) -> Visit:
    """A visit to one page, as a browser without scripts would have seen it."""
    end = final_url or url
    hops = [Hop(url=url, kind=HopKind.START, status=status, address="192.0.2.1")]
    if end != url:
        hops.append(Hop(url=end, kind=HopKind.HTTP, status=status, address="192.0.2.2"))
    return replace(
        PLAIN, url=url, profile=profile, outcome=outcome, chain=tuple(hops), final_url=end, title="",
        html=html, text=text, fields=tuple(fields), downloads=tuple(downloads), screenshot=b"",
        dialogs=tuple(dialogs),
    )  # fmt: skip
