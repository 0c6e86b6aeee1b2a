"""Settings: every key of `noroshi.toml`, with unit, default and meaning.

Environment variables override the file: `NOROSHI__C2__THRESHOLD=0.6` sets `[c2] threshold`.
"""

from enum import StrEnum
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from noroshi.spine.model import COLLECTIONS, ConfigError, Language, MailTls, SubjectKind, Tlp

PRIVATE_RANGES = ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
"""RFC 1918, RFC 6598 and RFC 4193: what an ISP gives to subscribers behind its own NAT."""


ENVIRONMENT_LISTS = (
    "in the environment a list is JSON: NOROSHI__FLOWS__SUBSCRIBERS='[\"192.0.2.0/24\"]'"
)


MOST_SECONDS = 31_536_000
"""A year: no job waits longer."""


class DecoderPriority(StrEnum):
    """How the decoder shares the processor with the receiver beside it."""

    NORMAL = "normal"
    BATCH = "batch"
    IDLE = "idle"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FlowSettings(_Section):
    """`[flows]`: what comes in."""

    subscribers: tuple[str, ...] = Field(
        default=PRIVATE_RANGES,
        description="Address ranges of subscribers (CIDR). Addresses inside are replaced by pseudonyms on entry.",
    )
    sampling: int = Field(
        default=1,
        ge=1,
        le=1_000_000,
        description="Packets per sampled packet where a source does not say.",
    )

    @field_validator("subscribers")
    @classmethod
    def _are_networks(cls, ranges: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(ip_network(text, strict=False)) for text in ranges)


class CollectSettings(_Section):
    """`[collect]`: datagrams of exporters over the network."""

    listen: tuple[str, ...] = Field(
        default=("0.0.0.0:2055", "0.0.0.0:4739"),
        description="Where exports arrive: over UDP as `192.0.2.1:2055` or `[2001:db8::1]:2055`, IPFIX over TCP or TLS as `tcp://192.0.2.1:4739` or `tls://192.0.2.1:4740`.",
    )
    exporters: tuple[str, ...] = Field(
        default=(),
        description="Address ranges of exporters (CIDR). Datagrams of others are counted and dropped; empty takes all.",
    )
    receive_buffer_mb: int = Field(
        default=32, ge=1, le=1024, description="Receive buffer of each socket, in MiB."
    )
    segment_mb: int = Field(
        default=64,
        ge=1,
        le=256,
        description="Size at which a segment of the spool is closed, in MiB.",
    )
    segment_s: int = Field(
        default=60,
        ge=1,
        le=600,
        description="Age at which it is closed, in seconds: how far the lake lies behind.",
    )
    quota_mb: int = Field(
        default=10_240,
        ge=1,
        le=100_000_000,
        description="Most that the spool takes on disk, in MiB; what comes beyond it is refused and counted.",
    )
    name: str = Field(
        default="collector",
        pattern=r"^[a-z0-9][a-z0-9-]{0,39}$",
        description="Name of this collector in file names; each collector that writes to the same lake needs its own.",
    )

    tls_certificate: str = Field(
        default="",
        description="Certificate shown at `tls://` places, with its chain: a PEM file; a relative path starts at the home.",
    )
    tls_key: str = Field(
        default="", description="Its private key: a PEM file that only the owner may read."
    )
    tls_client_ca: str = Field(
        default="",
        description="Authorities one of which must have signed an exporter's certificate: a PEM file.",
    )
    tls_clients: tuple[str, ...] = Field(
        default=(),
        description="Names (DNS or address) one of which an exporter's certificate must bear; empty takes any that is signed.",
    )
    sessions: int = Field(
        default=256, ge=1, le=65_536, description="Most sessions over TCP and TLS at once."
    )
    sessions_per_exporter: int = Field(
        default=8, ge=1, le=65_536, description="Most of these from one address."
    )
    idle_s: int = Field(
        default=3600,
        ge=10,
        le=604_800,
        description="Silence after which a session over TCP or TLS is closed, in seconds.",
    )

    decoder_priority: DecoderPriority = Field(
        default=DecoderPriority.BATCH,
        description="`batch` lets the decoder step back behind the receiver, `idle` behind every other program, too; `normal` treats it as any.",
    )
    metrics_listen: str = Field(
        default="",
        description="Address and TCP port of `/metrics` for Prometheus, `/status.json` and a page that shows it, as `127.0.0.1:9471`; empty for none. Whoever reaches it may read it.",
    )

    @field_validator("exporters")
    @classmethod
    def _are_networks(cls, ranges: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(ip_network(text, strict=False)) for text in ranges)


class Payload(StrEnum):
    """What the messages of a Kafka topic hold."""

    GOFLOW = "goflow"
    AKVORADO = "akvorado"
    DATAGRAMS = "datagrams"


class KafkaSettings(_Section):
    """`[kafka]`: flows from a message queue."""

    brokers: str = Field(
        default="", description="Brokers as `host:port`, several after commas. Empty: none."
    )
    topic: str = Field(
        default="flows",
        pattern=r"^[A-Za-z0-9._-]{1,200}$",
        description="Topic to read. Its name stands in the names of files.",
    )
    group: str = Field(
        default="noroshi",
        min_length=1,
        max_length=200,
        description="Consumer group under whose name offsets are told to the brokers.",
    )
    payload: Payload = Field(
        default=Payload.GOFLOW,
        description="What messages hold: flows of goflow2 in protobuf (`goflow`), Akvorado's raw flows (`akvorado`), or export datagrams (`datagrams`).",
    )
    options: dict[str, str] = Field(
        default={},
        description="Further options of librdkafka, for example `security.protocol`.",
    )


class LakeSettings(_Section):
    """`[lake]`: flows on disk, after they were taken in."""

    tidy_hourly: bool = Field(
        default=True,
        description="Whether the collector runs `noroshi flows tidy` each hour, in a process of low priority.",
    )
    keep_days: int = Field(
        default=0,
        ge=0,
        le=36_500,
        description="Days after which raw flows are dropped, by whole hours; 0 keeps them until the disk share is reached.",
    )
    max_disk_share: float = Field(
        default=0.8,
        gt=0.0,
        le=1.0,
        description="Most that raw flows take of their file system; beyond it the oldest hours are dropped.",
    )
    keep_daily_days: int = Field(
        default=0,
        ge=0,
        le=36_500,
        description="Days after which daily aggregates are dropped; 0 keeps them for ever. They hold no subscriber's address.",
    )


class EngineSettings(_Section):
    """`[engine]`: where bulk work runs."""

    memory_limit: str = Field(
        default="2GB", description="Memory of the embedded engine; beyond it spills to disk."
    )
    threads: int = Field(
        default=0, ge=0, le=1024, description="Worker threads; 0 takes every core."
    )


class C2Settings(_Section):
    """`[c2]`: C&C servers."""

    threshold: float = Field(
        default=0.5,
        ge=0.0,
        le=1.0,
        description="Probability from which a server is listed as a finding.",
    )


class ShareSettings(_Section):
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


class PeerSettings(_Section):
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


class ZoneSettings(_Section):
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


class StateSettings(_Section):
    """`[state]`: where findings, members, the list and work are kept."""

    url: str = Field(
        default="",
        max_length=2000,
        description="Database as SQLAlchemy writes it, for example `postgresql+psycopg://noroshi@db.example/noroshi`; empty for `state.db` in the home. Give a URL with a password as `NOROSHI__STATE__URL`.",
    )


class HubSettings(_Section):
    """`[hub]`: what `noroshi up` serves."""

    listen: str = Field(
        default="127.0.0.1:8600",
        pattern=r"^(\[[0-9A-Fa-f:]+\]|[0-9.]+):[0-9]{1,5}$",
        description="Address and TCP port of the console and the API, as `127.0.0.1:8600` or `[::1]:8600`.",
    )
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^\s/?#]+)?$",
        description="How others reach it, as `https://hub.example`, without a path; empty for the listening place itself. Links in messages begin with it.",
    )
    name: str = Field(
        default="Noroshi",
        min_length=1,
        max_length=120,
        description="Name of this hub, shown on its pages and to programs.",
    )
    workers: int = Field(
        default=1,
        ge=1,
        le=64,
        description="Processes that answer requests.",
    )
    tls_certificate: str = Field(
        default="",
        description="Certificate to show, with its chain: a PEM file; a relative path starts at the home. Empty speaks plain HTTP, for a proxy before it.",
    )
    tls_key: str = Field(
        default="", description="Its private key: a PEM file that only the owner may read."
    )
    tls_client_ca: str = Field(
        default="",
        description="Authorities one of which must have signed every client's certificate: a PEM file. Empty asks for none.",
    )


class JobSettings(_Section):
    """`[jobs]`: what is done by the clock."""

    enabled: bool = Field(
        default=True,
        description="Whether `noroshi up` runs jobs. Where several homes share a database, one runs them.",
    )
    every_s: dict[str, int] = Field(
        default={},
        description="Seconds from run to run of a job by its name, where they differ from those that `noroshi jobs list` tells; 0 switches it off.",
    )
    keep_days: int = Field(
        default=90,
        ge=1,
        le=36_500,
        description="Days for which the record of their runs is kept.",
    )

    @field_validator("every_s")
    @classmethod
    def _are_seconds(cls, every: dict[str, int]) -> dict[str, int]:
        if any(not 0 <= seconds <= MOST_SECONDS for seconds in every.values()):
            raise ValueError(f"seconds are 0 to {MOST_SECONDS}")
        return every


class AccessSettings(_Section):
    """`[access]`: how people and programs get in."""

    idle_min: int = Field(
        default=60,
        ge=5,
        le=1440,
        description="Minutes without use after which a person is logged out.",
    )
    session_h: int = Field(
        default=12,
        ge=1,
        le=168,
        description="Hours after which a person logs in again, however much the console is used.",
    )
    token_days: int = Field(
        default=365, ge=1, le=3650, description="Most days for which a program's token holds."
    )
    proxies: tuple[str, ...] = Field(
        default=(),
        description="Address ranges (CIDR) of proxies before the hub whose `X-Forwarded-For` is believed; empty believes none.",
    )
    oidc_issuer: str = Field(
        default="",
        pattern=r"^(https://[^\s?#]+|http://(127\.0\.0\.1|\[::1\]|localhost)(:[0-9]+)?(/[^\s?#]*)?)?$",
        description="Identity provider (OpenID Connect) as its issuer URL; empty for none.",
    )
    oidc_client_id: str = Field(
        default="", max_length=500, description="Name of the hub at the identity provider."
    )
    oidc_secret_file: str = Field(
        default="secrets/oidc",
        description="File with the hub's secret at the identity provider, mode 0600; a relative path starts at the home. Without the file the hub is a public client.",
    )
    oidc_networks: tuple[str, ...] = Field(
        default=(),
        description="Address ranges (CIDR) besides global ones in which the identity provider may be.",
    )

    @field_validator("proxies", "oidc_networks")
    @classmethod
    def _are_networks(cls, ranges: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(ip_network(text, strict=False)) for text in ranges)


class MailSettings(_Section):
    """`[mail]`: messages by mail."""

    host: str = Field(
        default="",
        max_length=255,
        description="Mail server that takes messages (SMTP). Empty: no mail is written.",
    )
    port: int = Field(default=587, ge=1, le=65_535, description="Its TCP port.")
    tls: MailTls = Field(
        default=MailTls.STARTTLS,
        description="How the way there is protected: `starttls`, `implicit` (port 465), or `none` for a server on the same machine.",
    )
    ca_file: str = Field(
        default="",
        description="Authorities of the server's certificate: a PEM file; a relative path starts at the home. Empty: the system's.",
    )
    user: str = Field(
        default="", max_length=255, description="Log-in name at the server; empty for none."
    )
    password_file: str = Field(
        default="secrets/mail.password",
        description="File with the password alone, readable by its owner only; a relative path starts at the home. Read where `user` is set.",
    )
    sender: str = Field(
        default="Noroshi <noroshi@localhost>",
        max_length=255,
        description="Who writes, as `Name <name@host.example>`; bounces go there.",
    )


class NotifySettings(_Section):
    """`[notify]`: who is told, how often, and when to give up."""

    digest_hours: int = Field(
        default=24,
        ge=0,
        le=744,
        description="Hours between two digests by mail; nothing changed, no mail. 0: no digests.",
    )
    language: Language = Field(
        default="ja", description="Language of mail to those who did not choose one: `ja` or `en`."
    )
    batch: int = Field(
        default=500, ge=1, le=5_000, description="Most changes in one delivery to a webhook."
    )
    timeout_s: int = Field(
        default=10,
        ge=1,
        le=60,
        description="Longest time for one delivery to a webhook, in seconds.",
    )
    first_pause_s: int = Field(
        default=5,
        ge=1,
        le=3_600,
        description="Pause after a first failure, in seconds; it doubles with each further one.",
    )
    longest_pause_s: int = Field(
        default=900, ge=1, le=86_400, description="No pause is longer, in seconds."
    )
    attempts: int = Field(
        default=12,
        ge=1,
        le=100,
        description="After so many attempts a message is given up, and a webhook stops until people look.",
    )
    keep_days: int = Field(
        default=90, ge=1, le=3_650, description="Days for which sent messages are kept."
    )
    private_destinations: tuple[str, ...] = Field(
        default=(),
        description="Address ranges (CIDR) inside your own network that webhooks may be at. All other places have global addresses.",
    )

    @field_validator("private_destinations")
    @classmethod
    def _are_networks(cls, ranges: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(ip_network(text, strict=False)) for text in ranges)


class Settings(BaseSettings):
    """All settings of one installation."""

    model_config = SettingsConfigDict(
        env_prefix="NOROSHI__", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    flows: FlowSettings = FlowSettings()
    collect: CollectSettings = CollectSettings()
    kafka: KafkaSettings = KafkaSettings()
    lake: LakeSettings = LakeSettings()
    engine: EngineSettings = EngineSettings()
    c2: C2Settings = C2Settings()
    share: ShareSettings = ShareSettings()
    peers: tuple[PeerSettings, ...] = ()
    zone: ZoneSettings = ZoneSettings()
    state: StateSettings = StateSettings()
    hub: HubSettings = HubSettings()
    jobs: JobSettings = JobSettings()
    access: AccessSettings = AccessSettings()
    mail: MailSettings = MailSettings()
    notify: NotifySettings = NotifySettings()

    @field_validator("peers")
    @classmethod
    def _have_own_names(cls, peers: tuple[PeerSettings, ...]) -> tuple[PeerSettings, ...]:
        if len({peer.name for peer in peers}) < len(peers):
            raise ValueError("two peers have the same name")
        return peers

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  # pydantic's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # pydantic's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # pydantic's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment first, then what the home's file said (passed as init values)."""
        return env_settings, init_settings


def read_settings(path: Path) -> Settings:
    """The settings in a TOML file, or the defaults where there is no such file.

    Raises:
        ConfigError: The file is no TOML, or a key or value is wrong.
    """
    try:
        values = TomlConfigSettingsSource(Settings, path)() if path.is_file() else {}
        return Settings(**values)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise ConfigError(f"settings in {path} or the environment: {wrong}") from error
    except SettingsError as error:
        raise ConfigError(f"{error}; {ENVIRONMENT_LISTS}") from error
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ConfigError(f"{path} is no TOML: {error}") from error
