"""Data settings: where the data of others is fetched from."""

from ipaddress import ip_network

from pydantic import Field, field_validator

from noroshi.spine.home.section import Section

_WEB = r"^https?://[^\s]{1,2000}$"


class DataSettings(Section):
    """`[data]`: what `noroshi data update` fetches, and from where."""

    warning_lists: str = Field(
        default="https://github.com/MISP/misp-warninglists/archive/refs/heads/main.tar.gz",
        pattern=_WEB,
        description="Where the MISP project's warning lists are, as a tar archive.",
    )
    recog: str = Field(
        default="https://github.com/rapid7/recog/archive/refs/heads/main.tar.gz",
        pattern=_WEB,
        description="Where recog's fingerprint databases are, as a tar archive.",
    )
    allow: tuple[str, ...] = Field(
        default=(),
        description="Networks of a mirror that is not on the Internet, as `10.1.0.0/16`; only global addresses are asked otherwise.",
    )

    @field_validator("allow")
    @classmethod
    def _are_networks(cls, allow: tuple[str, ...]) -> tuple[str, ...]:
        for text in allow:
            ip_network(text)
        return allow
