"""Profile: who looks at a page. Phishing sites show themselves to their victims only."""

from dataclasses import dataclass, replace
from enum import StrEnum

from noroshi.spine.model.site_report import Channel


class Engine(StrEnum):
    """Which build of Chromium looks: the light one, or the whole one that has fewer tells."""

    SHELL = "shell"
    FULL = "full"


SEARCH_REFERER = "https://www.google.com/"
REFERERS = {Channel.SNS: "https://t.co/"}
"""What a page that was opened from a channel is told; mail and SMS programs tell nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A visitor.

    Attributes:
        name: As in `Visit.profile`.
        engine: Build of Chromium.
        width: Of the view, in CSS pixels.
        height: Likewise.
        scale: Device pixels per CSS pixel.
        mobile: A telephone with a touch screen (Android), else a desktop (Windows).
        languages: Most wanted first (`Accept-Language`, `navigator.languages`).
        referer: Of the first request; empty for none.
        clicks: Most harmless clicks ("continue", "I am no robot") after the first view.
        returns: Whether it loads the address a second time with the first time's cookies.
        headers: Sent with every request; only exercises set them.
        settle_s: How long the page gets after it was loaded before it is looked at, in seconds.
    """

    name: str
    engine: Engine = Engine.SHELL
    width: int = 412
    height: int = 915
    scale: float = 1.0
    mobile: bool = True
    languages: tuple[str, ...] = ("ja-JP", "ja", "en-US", "en")
    referer: str = ""
    clicks: int = 0
    returns: bool = False
    headers: tuple[tuple[str, str], ...] = ()
    settle_s: float = 0.25


MOBILE = Profile(name="mobile")
"""A telephone in Japan, as most victims have; goes first, with the channel's referer."""

DESKTOP = Profile(
    name="desktop",
    engine=Engine.FULL,
    width=1366,
    height=768,
    mobile=False,
    clicks=2,
    settle_s=4.0,
)
"""The whole browser on a desktop, without referer; waits, and clicks through."""

RETURNING = Profile(name="returning", referer=SEARCH_REFERER, clicks=2, returns=True, settle_s=4.0)
"""A telephone from a web search, that comes a second time and clicks through."""

FOREIGN = Profile(
    name="foreign", width=1366, height=768, mobile=False, languages=("en-US", "en"), settle_s=1.0
)
"""A desktop abroad: for pages that hide from Japan, or show another brand there."""

PROFILES = {profile.name: profile for profile in (MOBILE, DESKTOP, RETURNING, FOREIGN)}
"""All of them, in the order in which they look."""


def through(profile: Profile, channel: Channel) -> Profile:
    """The profile as it arrives from the channel on which an address was reported."""
    return replace(profile, referer=REFERERS.get(channel, ""))
