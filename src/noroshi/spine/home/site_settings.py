"""Site settings: sections on reported web sites and on what is watched for them."""

from enum import StrEnum
from ipaddress import ip_network
from typing import Self

from pydantic import Field, field_validator, model_validator

from noroshi.spine.home.section import Section
from noroshi.spine.model.site_proposal import SiteAct


class SitesSettings(Section):
    """`[sites]`: reported web sites and the queue of their URLs."""

    public_form: bool = Field(
        default=False,
        description="Whether everybody may report a site on the page `/report`, without a log-in.",
    )
    reports_per_hour: int = Field(
        default=30,
        ge=1,
        le=10_000,
        description="Most reports of one address on the public page in an hour, by each process that answers requests.",
    )
    work: bool = Field(
        default=False,
        description="Whether `noroshi up` works the queue off: visits, judges, and gives findings to the review.",
    )
    watch: bool = Field(
        default=False,
        description="Whether `noroshi up` reads the sources of `[[watch]]`.",
    )
    most_waiting: int = Field(
        default=500_000,
        ge=1,
        le=100_000_000,
        description="URLs that may wait for a visit. Beyond, reports are refused and watchers stop where they are, until there is room.",
    )
    allow: tuple[str, ...] = Field(
        default=(),
        description="Hosts and domains known to be good: what lies there is kept, but not visited.",
    )
    brands: tuple[str, ...] = Field(
        default=(),
        description="Words of brands to watch for, in lower case. A host that bears one goes first; of certificates and new domains only such hosts are taken.",
    )
    model: str = Field(
        default="",
        max_length=1_000,
        description="File with an own triage model (`noroshi sites train`); a relative path starts at the home. Empty: the shipped one.",
    )
    two_keys: tuple[SiteAct, ...] = Field(
        default=(SiteAct.TO_MALICIOUS, SiteAct.WITHDRAW_SHARED),
        description="Verdicts of persons that a second person confirms before they hold: `to-malicious` (call malicious what held as something else), `withdraw-shared` (say of a shared page that it is not malicious), `to-harmless`, `agree` (say again what holds), `other`. A verdict over a whole campaign takes two unless this is empty.",
    )
    lease_s: int = Field(
        default=300,
        ge=10,
        le=86_400,
        description="Seconds after which a visit without a result is begun again.",
    )
    host_pause_s: int = Field(
        default=5, ge=0, le=3_600, description="Seconds between two visits of the same host."
    )
    attempts: int = Field(
        default=4, ge=1, le=20, description="Visits that are begun before a URL is given up."
    )
    retry_s: int = Field(
        default=60,
        ge=1,
        le=86_400,
        description="Seconds before the second attempt; doubled for each further one.",
    )
    again_h: int = Field(
        default=24,
        ge=0,
        le=8_760,
        description="Hours after a verdict for which further reports lead to no new visit.",
    )

    follow: bool = Field(
        default=False,
        description="Whether `noroshi up` looks again and again at pages that were found harmful.",
    )
    follow_minutes: tuple[int, ...] = Field(
        default=(10, 60, 360),
        min_length=1,
        max_length=20,
        description="Minutes after a harmful verdict, or after a change, of the first looks; rising.",
    )
    follow_every_h: int = Field(
        default=24, ge=1, le=720, description="Hours between later looks at a followed page."
    )
    follow_days: int = Field(
        default=30,
        ge=1,
        le=3_650,
        description="Days for which a page that does not harm any more is looked at; one that does is followed as long as it does.",
    )
    follow_visits: int = Field(
        default=40,
        ge=0,
        le=10_000,
        description="Most looks with a browser at one followed page; beyond, looks are light only.",
    )
    harmless_looks: int = Field(
        default=2,
        ge=1,
        le=10,
        description="Looks in a row, each by every visitor, that must find nothing harmful before a finding is taken back.",
    )
    dead_list_h: int = Field(
        default=48,
        ge=1,
        le=2_400,
        description="Hours for which an entry stays on the list after its page was found dead, where its validity would be longer.",
    )

    @field_validator("follow_minutes")
    @classmethod
    def _rise(cls, minutes: tuple[int, ...]) -> tuple[int, ...]:
        if minutes[0] < 1 or list(minutes) != sorted(set(minutes)) or minutes[-1] > 43_200:
            raise ValueError("write rising numbers from 1 to 43200, as [10, 60, 360]")
        return minutes

    @field_validator("allow", "brands")
    @classmethod
    def _are_lower_case(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        lower = tuple(word.strip().strip(".").lower() for word in words)
        if any(not 2 <= len(word) <= 253 for word in lower):
            raise ValueError("each has 2 to 253 characters")
        return lower


class WatchKind(StrEnum):
    """What a watcher reads."""

    MASTODON = "mastodon"
    MISSKEY = "misskey"
    BLUESKY = "bluesky"
    X = "x"
    RSS = "rss"
    URLHAUS = "urlhaus"
    PHISHTANK = "phishtank"
    OPENPHISH = "openphish"
    DOMAINS = "domains"
    CT_TILES = "ct-tiles"
    CT_LOG = "ct-log"
    PEERS = "peers"
    MAIL = "mail"


_NEEDS_QUERY = frozenset({WatchKind.MASTODON, WatchKind.MISSKEY, WatchKind.BLUESKY, WatchKind.X})
_NEEDS_NO_URL = frozenset({WatchKind.PEERS})


class WatchSettings(Section):
    """`[[watch]]`: a source that `noroshi sites watch` reads. One block for each."""

    name: str = Field(
        pattern=r"^[a-z0-9][a-z0-9-]{0,39}$",
        description="Name of the source: lower-case letters, digits and hyphens.",
    )
    kind: WatchKind = Field(
        description="`mastodon`, `misskey`, `bluesky` (Jetstream), `x` (API v2), `rss`, `urlhaus`, `phishtank`, `openphish`, `domains` (a list of new domains), `ct-tiles` (static-ct-api), `ct-log` (RFC 6962), `peers` (URLs that `share pull` brought), `mail` (a folder of messages).",
    )
    url: str = Field(
        default="",
        max_length=2_000,
        description="Where it is: `https://host` of a server or log, the whole URL of a feed or list, a folder for `mail`.",
    )
    query: str = Field(
        default="",
        max_length=512,
        description="What to look for: a hashtag without `#` (Mastodon, Misskey), words one of which a post must hold (Bluesky, separated by spaces), a query (X).",
    )
    secret: str = Field(
        default="",
        pattern=r"^([A-Za-z0-9][A-Za-z0-9._-]{0,99})?$",
        description="Name of the file in `secrets/`, mode 0600, that holds the token; empty for none.",
    )
    trust: float | None = Field(
        default=None,
        ge=0.0,
        le=1.0,
        description="How far it is trusted, in the order of visits; left out: as its kind usually is.",
    )
    every_s: int = Field(
        default=300,
        ge=5,
        le=86_400,
        description="Seconds between two readings, where it is not a stream.",
    )
    per_day: int = Field(
        default=1_000,
        ge=0,
        le=10_000_000,
        description="Posts of X that may be read on a day (UTC).",
    )
    per_month: int = Field(
        default=10_000,
        ge=0,
        le=100_000_000,
        description="Posts of X that may be read in a calendar month (UTC).",
    )
    key: str = Field(
        default="",
        max_length=2_000,
        description="Public key of a certificate log, base64 of its DER form, as log lists tell it.",
    )
    allow: tuple[str, ...] = Field(
        default=(),
        description="Address ranges (CIDR) besides global ones in which it may be.",
    )

    @field_validator("allow")
    @classmethod
    def _are_networks(cls, ranges: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(ip_network(text, strict=False)) for text in ranges)

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        if not self.url and self.kind not in _NEEDS_NO_URL:
            raise ValueError(f"a watcher of kind {self.kind} needs url")
        if not self.query and self.kind in _NEEDS_QUERY:
            raise ValueError(f"a watcher of kind {self.kind} needs query")
        if not self.key and self.kind in {WatchKind.CT_TILES, WatchKind.CT_LOG}:
            raise ValueError(f"a watcher of kind {self.kind} needs key")
        return self
