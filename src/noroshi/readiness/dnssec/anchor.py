"""Anchor: the keys that validation starts from."""

from collections.abc import Mapping
from pathlib import Path

import dns.dnssec
import dns.exception
import dns.name
import dns.rdataclass
import dns.rdataset
import dns.rdatatype
import dns.zonefile
from dns.rdtypes.ANY.DS import DS
from dns.rdtypes.dnskeybase import Flag

from noroshi.spine.model import ConfigError, InputError

ROOT = """\
. 172800 IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
. 172800 IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16
"""
"""KSK-2017 and KSK-2024 (IANA, root-anchors.xml)."""

MOST_OCTETS = 2**20

Anchors = Mapping[dns.name.Name, tuple[DS, ...]]
"""DS records by zone."""


def read_anchors(path: Path | None) -> Anchors:
    """Anchors of a file with DS or DNSKEY records, as `root.key` of Unbound; the root's without one.

    Raises:
        ConfigError: The file cannot be read.
        InputError: It holds no DS and no DNSKEY record.
    """
    if path is None:
        return parse_anchors(ROOT, "root")
    try:
        if path.stat().st_size > MOST_OCTETS:
            raise ConfigError(f"{path.name} is too large for a file of trust anchors")
        return parse_anchors(path.read_text(encoding="utf-8", errors="replace"), path.name)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error


def parse_anchors(text: str, shown: str) -> Anchors:
    """Anchors of records in zone file form.

    Raises:
        InputError: There is none.
    """
    found: dict[dns.name.Name, list[DS]] = {}
    try:
        rrsets = dns.zonefile.read_rrsets(text, rdclass=None, default_ttl=0)
    except (dns.exception.DNSException, ValueError) as error:
        raise InputError(f"{shown} holds no trust anchors: {error}") from error
    for rrset in rrsets:
        if rrset.rdclass != dns.rdataclass.IN:
            continue
        for record in rrset:
            if record.rdtype == dns.rdatatype.DS:
                found.setdefault(rrset.name, []).append(record)
            elif record.rdtype == dns.rdatatype.DNSKEY and record.flags & Flag.ZONE:
                found.setdefault(rrset.name, []).append(
                    dns.dnssec.make_ds(rrset.name, record, "SHA256")
                )
    if not found:
        raise InputError(f"{shown} holds no trust anchor; write DS or DNSKEY records of the zone")
    return {name: tuple(records) for name, records in found.items()}
