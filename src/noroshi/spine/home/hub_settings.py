"""Hub settings: sections on the state, the served hub, its jobs, people and messages."""

from ipaddress import ip_network

from pydantic import Field, field_validator

from noroshi.spine.home.section import Section
from noroshi.spine.model import Language, MailTls

MOST_SECONDS = 31_536_000
"""A year: no job waits longer."""


class StateSettings(Section):
    """`[state]`: where findings, members, the list and work are kept."""

    url: str = Field(
        default="",
        max_length=2000,
        description="Database as SQLAlchemy writes it, for example `postgresql+psycopg://noroshi@db.example/noroshi`; empty for `state.db` in the home. Give a URL with a password as `NOROSHI__STATE__URL`.",
    )


class HubSettings(Section):
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


class JobSettings(Section):
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


class AccessSettings(Section):
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


class MailSettings(Section):
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


class NotifySettings(Section):
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
