"""Checks: what a scope must be before anybody may sign it, or any engine run it.

There is one function, `check_scope`, and no argument that makes it milder.
"""

import re
from datetime import timedelta
from ipaddress import ip_address, ip_network
from itertools import pairwise

from noroshi.iot.scope.document import Caps, Hours, Scope, Validity
from noroshi.iot.scope.special import NEVER, SPECIAL, Network, lies_inside, overlapping
from noroshi.iot.sense import CATALOGUE, CATALOGUE_VERSION
from noroshi.spine.model import InputError

MAX_PREFIXES = 100_000
MAX_SOURCES = 256
MAX_EXCLUSIONS = 64
MAX_DAYS = 366
"""Longest validity: authority is renewed at least once a year."""
MAX_PPS = 100_000
MAX_RETENTION_DAYS = 3650
MAX_TEXT = 500

_ID = re.compile(r"[a-z0-9][a-z0-9-]{2,62}")
_CONTACT = re.compile(r"https://[^\s{}]{4,200}|[^\s@{}]{1,64}@[^\s@{}]{4,200}")
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
_OFFSET = re.compile(r"[+-](0\d|1[0-4]):[0-5]\d")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def check_scope(scope: Scope) -> None:
    """Refuse a scope that is wrong anywhere; the message names the place and how to mend it.

    Raises:
        InputError: The first thing that is wrong.
    """
    _require(_ID.fullmatch(scope.id), "id: 3 to 63 of a-z, 0-9 and -")
    _require(
        scope.catalogue == CATALOGUE_VERSION,
        f"catalogue: this program holds version {CATALOGUE_VERSION}, the scope names {scope.catalogue}",
    )
    _check_authority(scope)
    _check_validity(scope.valid)
    networks = _networks(scope)
    _check_sources(scope, networks)
    _check_probes(scope)
    _check_caps(scope.caps)
    _check_hours(scope.hours)
    _check_exclusions(scope)
    _require(
        1 <= scope.retention_days <= MAX_RETENTION_DAYS,
        f"retention_days: 1 to {MAX_RETENTION_DAYS}",
    )


def _require(holds: object, message: str) -> None:
    if not holds:
        raise InputError(f"scope: {message}")


def _check_authority(scope: Scope) -> None:
    for name in ("legal_basis", "body", "person"):
        text: str = getattr(scope.authority, name)
        _require(
            text.strip() == text and 0 < len(text) <= MAX_TEXT and text.isprintable(),
            f"authority.{name}: 1 to {MAX_TEXT} printable characters",
        )
    _require(
        _CONTACT.fullmatch(scope.authority.contact),
        "authority.contact: an https address or a mail address that answers",
    )


def _check_validity(valid: Validity) -> None:
    for name, moment in (("start", valid.start), ("end", valid.end)):
        _require(
            moment.utcoffset() == timedelta(0), f"valid.{name}: a moment in UTC, ending with Z"
        )
    _require(valid.start < valid.end, "valid: end must come after start")
    _require(valid.end - valid.start <= timedelta(days=MAX_DAYS), f"valid: at most {MAX_DAYS} days")


def _networks(scope: Scope) -> list[Network]:
    _require(
        0 < len(scope.prefixes) <= MAX_PREFIXES, f"prefixes: 1 to {MAX_PREFIXES:,} explicit ranges"
    )
    networks = []
    for text in scope.prefixes:
        network = _network(text)
        _check_range(network, lab=scope.lab, place="prefixes")
        networks.append(network)
    for version in (4, 6):
        same = sorted(net for net in networks if net.version == version)
        for one, other in pairwise(same):
            _require(
                not one.overlaps(other),
                f"prefixes: {other} lies in {one}; name every address once",
            )
    return networks


def _network(text: str) -> Network:
    try:
        network = ip_network(text)
    except ValueError as error:
        raise InputError(f"scope: prefixes: {error}") from error
    _require(str(network) == text, f"prefixes: write {text} as {network}")
    return network


def _check_range(network: Network, *, lab: bool, place: str) -> None:
    never = overlapping(network, NEVER)
    _require(not never, f"{place}: {network} meets {never}, which nobody may ask")
    if lab:
        _require(
            lies_inside(network, SPECIAL),
            f"{place}: {network} is public; a lab holds made networks only",
        )
        return
    special = overlapping(network, SPECIAL)
    _require(not special, f"{place}: {network} meets the special-purpose range {special}")


def _check_sources(scope: Scope, networks: list[Network]) -> None:
    _require(0 < len(scope.sources) <= MAX_SOURCES, f"sources: 1 to {MAX_SOURCES} addresses")
    _require(len(set(scope.sources)) == len(scope.sources), "sources: name every address once")
    versions = set()
    for text in scope.sources:
        try:
            address = ip_address(text)
        except ValueError as error:
            raise InputError(f"scope: sources: {error}") from error
        _require(str(address) == text, f"sources: write {text} as {address}")
        _check_range(ip_network(address), lab=scope.lab, place="sources")
        versions.add(address.version)
    missing = {network.version for network in networks} - versions
    _require(not missing, f"sources: an IPv{min(missing, default=4)} address is missing")


def _check_probes(scope: Scope) -> None:
    _require(scope.probes, "probes: at least one of the catalogue")
    names = [ask.probe for ask in scope.probes]
    _require(len(set(names)) == len(names), "probes: name every probe once")
    for ask in scope.probes:
        probe = CATALOGUE.get(ask.probe)
        _require(probe, f"probes: {ask.probe!r} is not in the catalogue ({', '.join(CATALOGUE)})")
        assert probe is not None
        foreign = sorted(set(ask.ports) - set(probe.ports))
        _require(not foreign, f"probes: {ask.probe} may not be sent to port {foreign[:1]}")
        _require(
            ask.ports and list(ask.ports) == sorted(set(ask.ports)),
            f"probes: ports of {ask.probe}: at least one, ascending, each once",
        )


def _check_caps(caps: Caps) -> None:
    _require(1 <= caps.global_pps <= MAX_PPS, f"caps.global_pps: 1 to {MAX_PPS:,}")
    for name in ("per_24_pps", "per_as_pps", "per_isp_pps"):
        _require(
            1 <= getattr(caps, name) <= caps.global_pps,
            f"caps.{name}: 1 to global_pps ({caps.global_pps:,})",
        )


def _check_hours(hours: Hours) -> None:
    for name in ("start", "end"):
        _require(_HOUR.fullmatch(getattr(hours, name)), f"hours.{name}: HH:MM, 00:00 to 24:00")
    _require(hours.start < hours.end, "hours: end must come after start on the same day")
    _require(_OFFSET.fullmatch(hours.utc_offset), "hours.utc_offset: as +09:00")


def _check_exclusions(scope: Scope) -> None:
    _require(len(scope.exclusions) <= MAX_EXCLUSIONS, f"exclusions: at most {MAX_EXCLUSIONS} lists")
    names = [one.name for one in scope.exclusions]
    _require(len(set(names)) == len(names), "exclusions: name every list once")
    for one in scope.exclusions:
        _require(
            0 < len(one.name) <= 100 and one.name.isprintable(),
            "exclusions: a name of 1 to 100 printable characters",
        )
        _require(_SHA256.fullmatch(one.sha256), f"exclusions: {one.name}: sha256 in lower-case hex")
    _require(
        not scope.networks or _SHA256.fullmatch(scope.networks),
        "networks: sha256 in lower-case hex",
    )
