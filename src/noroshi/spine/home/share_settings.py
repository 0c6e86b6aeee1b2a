"""Share settings: sections on what leaves, to whom and from whom."""

from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import Self

from pydantic import Field, field_validator, model_validator

from noroshi.spine.home.section import Section
from noroshi.spine.model import COLLECTIONS, SubjectKind, Tlp


class ShareSettings(Section):
    """`[share]`: what may leave the house."""

    min_score: float = Field(
        default=0.8,
        ge=0.0,
        le=1.0,
        description="Probability from which a finding is shared without review.",
    )
    min_evidence_kinds: int = Field(
        default=2,
        ge=1,
        le=10,
        description="Independent kinds of evidence that a shared finding needs.",
    )
    valid_days: int = Field(
        default=14,
        ge=1,
        le=365,
        description="Days that an address, endpoint or prefix holds after it was last seen.",
    )
    url_days: int = Field(
        default=5, ge=1, le=365, description="Days that a URL holds after it was last seen."
    )
    domain_days: int = Field(
        default=120, ge=1, le=730, description="Days that a domain holds after it was last seen."
    )
    days: dict[str, int] = Field(
        default={},
        description='Days by kind of finding and subject, `KIND/SUBJECT`, that outweigh the three keys above: `{ "c2-server/domain" = 90 }`.',
    )
    decay_speed: float = Field(
        default=0.5,
        ge=0.1,
        le=10.0,
        description="How confidence fades over these days: below 1 late, at 1 evenly, above 1 early (MISP's polynomial).",
    )
    widest_ipv4: int = Field(
        default=24,
        ge=8,
        le=32,
        description="Shortest IPv4 prefix that is shared without two approvals.",
    )
    widest_ipv6: int = Field(
        default=48,
        ge=16,
        le=128,
        description="Shortest IPv6 prefix that is shared without two approvals.",
    )
    member_trust: float = Field(
        default=0.7,
        ge=0.0,
        le=1.0,
        description="How far policy believes what a member contributes: its confidence is multiplied by this. At 0 contributions of members are kept and never decided on.",
    )
    suppress_days: int = Field(
        default=30,
        ge=0,
        le=3650,
        description="Days for which an entry that a person took back is not listed again, unless a person says so.",
    )
    step_share: float = Field(
        default=0.3,
        gt=0.0,
        le=100.0,
        description="Share of a list's entries that policy may add and take away in one step; a larger step waits for a person.",
    )
    step_entries: int = Field(
        default=100,
        ge=1,
        le=100_000_000,
        description="Entries from which a list is guarded so; smaller lists change freely.",
    )
    auto_sites: bool = Field(
        default=False,
        description="Whether judged pages are shared without review. Their probabilities were fitted on made pages: turn it on only when your reviewers agree with the judge.",
    )
    tlp: Tlp = Field(
        default=Tlp.AMBER, description="Traffic Light Protocol 2.0 marking of what is shared."
    )
    producer: str = Field(
        default="Noroshi",
        min_length=1,
        max_length=120,
        description="Name of the sharing organisation.",
    )
    made_data: bool = Field(
        default=False,
        description="This home holds made data: documentation and benchmark addresses may be shared.",
    )

    @field_validator("days")
    @classmethod
    def _are_lifetimes(cls, days: dict[str, int]) -> dict[str, int]:
        for name, number in days.items():
            kind, slash, subject = name.rpartition("/")
            if not (kind and slash and subject in set(SubjectKind) and 1 <= number <= 3650):
                raise ValueError(f"{name} = {number}: write KIND/SUBJECT = DAYS, 1 to 3650 days")
        return days


class PeerKind(StrEnum):
    """How a peer gives its list."""

    TAXII = "taxii"
    MISP = "misp"
    LIST = "list"


class PeerSettings(Section):
    """`[[peers]]`: a list of others, read by `noroshi share pull`. One block for each."""

    name: str = Field(
        pattern=r"^[a-z0-9][a-z0-9-]{0,39}$",
        description="Name of the peer: lower-case letters, digits and hyphens.",
    )
    kind: PeerKind = Field(
        description="`taxii` for a TAXII 2.1 server, `misp` for a MISP feed, `list` for CSV or plain text of addresses.",
    )
    url: str = Field(
        min_length=8,
        max_length=2_000,
        description="API root of the server, folder of the feed, or the list itself.",
    )
    collection: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9._-]{0,200}$",
        description="Id or alias of the collection of a TAXII server.",
    )
    says: str = Field(
        default="c2-server",
        pattern=r"^[a-z0-9-]{1,40}$",
        description="What the list says of its entries, as findings call it.",
    )
    trust: float = Field(
        default=0.0,
        ge=0.0,
        le=1.0,
        description="How far policy believes the list. At 0 it is only held against findings (`c2 match`); above, its entries wait for review, and are shared where a second independent source agrees.",
    )
    user: str = Field(
        default="",
        max_length=200,
        description="User for Basic; empty shows the secret as a Bearer token.",
    )
    secret: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9._-]{0,100}$",
        description="Name of a file in `secrets/` with the password or token; empty for none.",
    )
    allow: tuple[str, ...] = Field(
        default=(),
        description="Address ranges (CIDR) outside the global ones in which the peer may stand, for one in your own network.",
    )

    @field_validator("allow")
    @classmethod
    def _are_networks(cls, ranges: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(ip_network(text, strict=False)) for text in ranges)

    @model_validator(mode="after")
    def _has_collection(self) -> Self:
        if self.kind is PeerKind.TAXII and not self.collection:
            raise ValueError("a TAXII server needs its `collection`")
        return self


class ZoneSettings(Section):
    """`[zone]`: the policy zone (RPZ) that `noroshi share feed` keeps at a DNS primary."""

    name: str = Field(
        default="",
        max_length=62,
        pattern=r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*)?$",
        description="Name of the zone, up to 62 characters, as `rpz.isp.example`; empty feeds none.",
    )
    server: str = Field(default="127.0.0.1", description="Address of the primary (Knot).")
    port: int = Field(default=53, ge=1, le=65_535, description="Its TCP port.")
    key_file: str = Field(
        default="secrets/zone-feed.key",
        min_length=1,
        description="Key (TSIG) that signs what the primary is told, mode 0600; a relative path starts at the home.",
    )
    collections: tuple[str, ...] = Field(
        default=("c2-servers", "malicious-sites"),
        min_length=1,
        description="Lists whose names and addresses are in the zone.",
    )

    @field_validator("server")
    @classmethod
    def _is_address(cls, server: str) -> str:
        return str(ip_address(server))

    @field_validator("collections")
    @classmethod
    def _are_collections(cls, collections: tuple[str, ...]) -> tuple[str, ...]:
        for name in collections:
            if name not in COLLECTIONS:
                raise ValueError(f"there is no list {name!r}; choose of {', '.join(COLLECTIONS)}")
        return tuple(dict.fromkeys(collections))
