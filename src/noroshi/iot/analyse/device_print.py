"""Device print: what stays when a device gets another address, as a hash and nothing more.

Made of what the device says of itself to everybody: its certificate, its SNMP engine, its UPnP
name. Whole series ship with one certificate, so a print that several addresses bear in one round
tells no device from another and is left out.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

_ENGINE = re.compile(r"engine ([0-9a-f]{10,64})")
_UUID = re.compile(r"^USN:\s*uuid:([0-9A-Za-z-]{8,64})", re.IGNORECASE | re.MULTILINE)
FIELD = "device"
"""Name of the field of a row."""


def print_of(row: Mapping[str, object]) -> str:
    """The print in one row of answers; empty where it tells none."""
    certificate, banner = row.get("certificate"), row.get("banner")
    if isinstance(certificate, str) and certificate:
        return _hashed("tls", certificate)
    if not isinstance(banner, str):
        return ""
    if row.get("protocol") == "snmpv3" and (engine := _ENGINE.search(banner)):
        return _hashed("snmp", engine[1])
    if row.get("protocol") == "ssdp" and (name := _UUID.search(banner)):
        return _hashed("ssdp", name[1].lower())
    return ""


def own_prints(seen: Iterable[tuple[str, str]]) -> set[str]:
    """Prints that one address alone bears, from pairs of print and address."""
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    for made, address in seen:
        if made:
            bearers[made].add(address)
    return {made for made, addresses in bearers.items() if len(addresses) == 1}


def _hashed(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}\n{value}".encode()).hexdigest()[:24]
