"""Flow settings: sections on flows, their lake and engine, and on the rooms that look at them."""

from enum import StrEnum
from ipaddress import ip_network

from pydantic import Field, field_validator

from noroshi.spine.home.section import Section

PRIVATE_RANGES = ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
"""RFC 1918, RFC 6598 and RFC 4193: what an ISP gives to subscribers behind its own NAT."""


class DecoderPriority(StrEnum):
    """How the decoder shares the processor with the receiver beside it."""

    NORMAL = "normal"
    BATCH = "batch"
    IDLE = "idle"


class FlowSettings(Section):
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


class CollectSettings(Section):
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


class KafkaSettings(Section):
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


class LakeSettings(Section):
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


class EngineSettings(Section):
    """`[engine]`: where bulk work runs."""

    memory_limit: str = Field(
        default="2GB", description="Memory of the embedded engine; beyond it spills to disk."
    )
    threads: int = Field(
        default=0, ge=0, le=1024, description="Worker threads; 0 takes every core."
    )


class C2Settings(Section):
    """`[c2]`: C&C servers."""

    threshold: float = Field(
        default=0.5,
        ge=0.0,
        le=1.0,
        description="Probability from which a server is listed as a finding.",
    )


class IotSettings(Section):
    """`[iot]`: devices of an authorised survey."""

    recog: str = Field(
        default="",
        description="Folder of recog's fingerprint databases; a relative path starts at the home. Empty: those of `noroshi data update recog`, or own rules only.",
    )
    as_table: str = Field(
        default="",
        description="File of address ranges with their AS (`start,end,asn,name`); a relative path starts at the home. Empty: operators are known by their prefixes only.",
    )
    contact: str = Field(
        default="",
        pattern=r"^(https://[^\s{}]{4,200}|[^\s@{}]{1,64}@[^\s@{}]{4,200})?$",
        description="Where those who met a probe may ask: an https or a mail address, shown at `/why` and `/.well-known/probing.txt`.",
    )
    sources: tuple[str, ...] = Field(
        default=(),
        max_length=256,
        description="Addresses that surveys ask from, published at `/why` before the first probe.",
    )
    check_scope: str = Field(
        default="",
        description="File of the signed scope under which the self-check page `/check` looks at a visitor's own address; a relative path starts at the home. Empty: the page is off.",
    )
    check_lists: tuple[str, ...] = Field(
        default=(),
        description="Files that this scope pins (exclusion lists, table of networks); relative paths start at the home.",
    )
    checks_per_hour: int = Field(
        default=3,
        ge=1,
        le=60,
        description="Self-checks that one address may ask for in an hour.",
    )
