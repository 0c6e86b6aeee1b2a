"""Scene: one host of the range: what it plays, and what a judge should say of it."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic

from noroshi.spine.net.web_server import WebAnswer, WebRequest


@dataclass
class Memory:
    """What the range remembers of its visitors: requests by host and purpose, and what was posted.

    Attributes:
        clock: Seconds that only grow, for hosts that change with time.
        seen: How often was asked, by host or purpose.
        first: When each host that changes was asked first.
        posted: How often was posted, by host.
    """

    clock: Callable[[], float] = monotonic
    seen: Counter[str] = field(default_factory=Counter)
    first: dict[str, float] = field(default_factory=dict)
    posted: Counter[str] = field(default_factory=Counter)

    def again(self, what: str) -> int:
        """How often this was asked before; it counts this time too."""
        self.seen[what] += 1
        return self.seen[what] - 1

    def age_s(self, host: str) -> float:
        """Seconds since a host was asked first."""
        return self.clock() - self.first.setdefault(host, self.clock())


Playing = Callable[[WebRequest, Memory], Awaitable[WebAnswer] | WebAnswer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One host.

    Attributes:
        host: Its name, reserved.
        theme: `official`, `kit`, `chain`, `cloak`, `scam`, `honest`, `hostile`, `life`, `parts`.
        kind: What it plays, for example `cloak-referer-search`.
        path: Where a visit starts.
        truth: The right verdict: `phish`, `benign`…; empty for hosts that serve parts only.
        brand: Whose name it borrows; empty where nobody's.
        family: Kit that made it; empty where none.
        play: Answers requests.
    """

    host: str
    theme: str
    kind: str
    play: Playing
    path: str = "/"
    truth: str = ""
    brand: str = ""
    family: str = ""

    @property
    def url(self) -> str:
        """Where a visit starts."""
        return f"https://{self.host}{self.path}"


def page(html: str, *, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> WebAnswer:
    """A page."""
    return WebAnswer(
        status=status,
        headers=(("Content-Type", "text/html; charset=utf-8"), *headers),
        body=html.encode(),
    )


def to(url: str, *, status: int = 302, headers: tuple[tuple[str, str], ...] = ()) -> WebAnswer:
    """A redirect."""
    return WebAnswer(status=status, headers=(("Location", url), *headers))


def file(octets: bytes, mime: str, *, name: str = "") -> WebAnswer:
    """A part of a page, or a file that is pushed where it has a name."""
    pushed = (("Content-Disposition", f'attachment; filename="{name}"'),) if name else ()
    return WebAnswer(headers=(("Content-Type", mime), *pushed), body=octets)
