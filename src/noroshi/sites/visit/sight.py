"""Sight: what a look gave so far; it fills while the look goes on, and stays when it is cut off."""

from dataclasses import dataclass, field

from noroshi.sites.visit.rendered import Rendered
from noroshi.sites.visit.visit import Certificate, Download


@dataclass(slots=True, kw_only=True)
class Sight:
    """One page.

    Attributes:
        final_url: Where the browser stands.
        rendered: What the page shows.
        screenshot: PNG of the first view.
        favicon: Its bytes.
        certificate: Of the page; null over plain HTTP.
        downloads: Files in quarantine.
        dialogs: Words of boxes.
        failure: Chromium's words when the address did not load; empty when it did.
        late: Whether it did not load in time.
        crashed: Whether the page's process ended.
        greedy: Whether it crashed because it held more memory than a page may.
        was_read: Whether `rendered` is of this page.
    """

    final_url: str = ""
    rendered: Rendered = field(default_factory=Rendered)
    screenshot: bytes = b""
    favicon: bytes = b""
    certificate: Certificate | None = None
    downloads: list[Download] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    failure: str = ""
    late: bool = False
    crashed: bool = False
    greedy: bool = False
    was_read: bool = False
