"""Bounds: what one visit may take."""

from dataclasses import dataclass

from noroshi.spine.net.egress import EgressBounds


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitBounds:
    """Bounds of one visit; each is met with a clear outcome, never with silence.

    Attributes:
        total_s: From the first request until the page is looked at, in seconds.
        quiet_s: Silence on the network after which a page counts as loaded, in seconds.
        busy_s: Longest time that a page is waited for to become quiet, in seconds.
        received_bytes: Octets from the network, all resources together.
        requests: Requests of the page.
        redirects: Documents before the last one.
        memory_bytes: Of one page's process.
        html_chars: Kept of the rendered page; as many again of its text and of each frame.
        dialogs: Boxes that are answered; a page that opens more has its scripts ended.
        popups: Windows that are closed again; likewise.
        downloads: Files that are taken.
    """

    total_s: float = 30.0
    quiet_s: float = 0.25
    busy_s: float = 8.0
    received_bytes: int = 10 * 1024 * 1024
    requests: int = 200
    redirects: int = 12
    memory_bytes: int = 512 * 1024 * 1024
    html_chars: int = 2_000_000
    dialogs: int = 20
    popups: int = 5
    downloads: int = 5

    @property
    def egress(self) -> EgressBounds:
        """What the way out allows: as much, and a little time to look at the page."""
        return EgressBounds(total_s=self.total_s + 15.0, received_bytes=self.received_bytes)
