"""Settings: every key of `noroshi.toml`, with unit, default and meaning.

Environment variables override the file: `NOROSHI__C2__THRESHOLD=0.6` sets `[c2] threshold`.
"""

from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from noroshi.spine.model import ConfigError, Tlp

PRIVATE_RANGES = ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
"""RFC 1918, RFC 6598 and RFC 4193: what an ISP gives to subscribers behind its own NAT."""


ENVIRONMENT_LISTS = (
    "in the environment a list is JSON: NOROSHI__FLOWS__SUBSCRIBERS='[\"192.0.2.0/24\"]'"
)


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


class IotSettings(_Section):
    """`[iot]`: devices of an authorised survey."""

    recog: str = Field(
        default="",
        description="Folder of recog's fingerprint databases; a relative path starts at the home. Empty: own rules only.",
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
        default=14, ge=1, le=365, description="Days an indicator holds after it was last found."
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
    iot: IotSettings = IotSettings()
    share: ShareSettings = ShareSettings()

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
