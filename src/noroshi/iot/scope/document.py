"""Scope document: what a person writes as TOML and signs as canonical JSON."""

import tomllib
from datetime import datetime

import msgspec

from noroshi.iot.sense import CATALOGUE_VERSION
from noroshi.spine.model import InputError

MAX_BYTES = 8 * 1024 * 1024
"""Most octets of a scope: 100,000 prefixes and room to spare."""


class Authority(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who allowed the survey, on what ground, and whom its subjects may ask."""

    legal_basis: str
    body: str
    person: str
    contact: str


class Validity(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Half-open interval in which probes may be sent."""

    start: datetime
    end: datetime


class Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One probe of the catalogue and the ports that it may be sent to."""

    probe: str
    ports: tuple[int, ...]


class Caps(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Most probes a second, in all and towards one /24 (IPv6: /48), AS and ISP."""

    global_pps: int = 1000
    per_24_pps: int = 5
    per_as_pps: int = 500
    per_isp_pps: int = 500


class Hours(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Part of each day in which probes may be sent, as `HH:MM` at a fixed offset from UTC."""

    start: str = "00:00"
    end: str = "24:00"
    utc_offset: str = "+09:00"


class Exclusion(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A list of addresses that are never asked, pinned by the SHA-256 of its octets."""

    name: str
    sha256: str


class Scope(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that a survey may do. What is not in it is forbidden.

    Attributes:
        id: Name of the survey in audit, notices and figures.
        catalogue: Version of the probe catalogue that the signer saw.
        lab: Made networks only; the engine also demands a namespace without default route.
        sources: Addresses that probes come from, published before the start.
        prefixes: Explicit ranges that may be asked; none lies in another.
        networks: SHA-256 of the table that tells whose each prefix is, for the caps of AS and ISP;
            empty counts the whole scope as one.
        retention_days: Days after which answers are deleted.
    """

    id: str
    catalogue: int = CATALOGUE_VERSION
    lab: bool = False
    authority: Authority
    valid: Validity
    sources: tuple[str, ...]
    prefixes: tuple[str, ...]
    probes: tuple[Ask, ...]
    caps: Caps = Caps()
    hours: Hours = Hours()
    exclusions: tuple[Exclusion, ...] = ()
    networks: str = ""
    retention_days: int


def canonical(scope: Scope) -> bytes:
    """The one encoding of a scope: JSON in UTF-8, keys sorted, no spaces, every field present.

    Source:
        Same bytes as RFC 8785 gives: the document holds text, whole numbers and truth values only.
    """
    return msgspec.json.encode(msgspec.to_builtins(scope), order="sorted") + b"\n"


def parse_draft(octets: bytes) -> Scope:
    """The scope in a draft that a person wrote, TOML or JSON.

    Raises:
        InputError: The draft is too large, is neither, or a field is missing, unknown or of another kind.
    """
    _bounded(octets)
    try:
        if octets.lstrip()[:1] == b"{":
            return msgspec.json.decode(octets, type=Scope)
        return msgspec.convert(tomllib.loads(octets.decode()), Scope)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise InputError(f"this is no scope: {error}") from error


def parse_scope(octets: bytes) -> Scope:
    """The scope in a signed file, which must be octet for octet its canonical encoding.

    So nothing can stand in the file that its reader sees and the signature does not.

    Raises:
        InputError: It is no scope, or another spelling of one.
    """
    _bounded(octets)
    try:
        scope = msgspec.json.decode(octets, type=Scope)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise InputError(f"this is no scope: {error}") from error
    if canonical(scope) != octets:
        raise InputError(
            "this scope is not in its canonical encoding; sign its draft again instead of editing it"
        )
    return scope


def _bounded(octets: bytes) -> None:
    if len(octets) > MAX_BYTES:
        raise InputError(f"a scope takes {MAX_BYTES:,} octets at most, this has {len(octets):,}")
