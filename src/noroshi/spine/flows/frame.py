"""Frame: link, network and transport headers of many packets at once."""

from dataclasses import dataclass

import numpy as np

from noroshi.spine.flows.address import I64, Addresses, Mask
from noroshi.spine.flows.capture import Packets
from noroshi.spine.flows.grouping import among
from noroshi.spine.flows.octets import Octets
from noroshi.spine.model.address import MAPPED
from noroshi.spine.model.protocol import ICMP, ICMPV6, SCTP, TCP, UDP

ETHERNET, RAW, LOOP, NULL, LINUX_COOKED, LINUX_COOKED_2, MPLS = 1, 101, 108, 0, 113, 276, 219
"""Link types (registry of the pcap format); 12, 14, 228 and 229 are raw IP too."""
_RAW_IP = (RAW, 12, 14, 228, 229)
_VLAN = (0x8100, 0x88A8, 0x9100)
_MPLS = (0x8847, 0x8848)
_MOST_LABELS = 8
_EXTENSIONS = (0, 43, 60, 135, 139, 140)
"""IPv6 extension headers with a length octet (RFC 8200 section 4; RFC 7045)."""
_FRAGMENT = 44


@dataclass(frozen=True, slots=True)
class Frames:
    """What the headers of each packet say; rows where `ip` is false are not IP.

    VLAN, top MPLS label and IPv6 flow label are -1 where there is none.
    """

    ip: Mask
    source: Addresses
    destination: Addresses
    protocol: I64
    source_port: I64
    destination_port: I64
    fragment: Mask
    transport: I64
    end: I64
    octets: I64
    flags: I64
    service: I64
    vlan: I64
    mpls_label: I64
    flow_label: I64


def parse_frames(packets: Packets) -> Frames:
    """Headers of all packets; `octets` is the IP length, `end` where the captured IP packet ends."""
    data, stop = packets.octets, packets.start + packets.length
    at, kind, vlan, label = _network(packets)
    word = data.words(at, 10)
    version = np.where(at < stop, word[0] >> 28, 0)
    v4 = (version == 4) & (kind == 4) & (at + 20 <= stop)
    v6 = (version == 6) & (kind == 6) & (at + 40 <= stop)
    header = (word[0] >> 24 & 15) * 4
    v4 &= header >= 20
    fragment = v4 & (word[1] & 0x3FFF != 0)
    later = v4 & (word[1] & 0x1FFF != 0)
    protocol6, transport6, split6, later6 = _extensions(data, at, stop, v6)
    protocol = np.where(v4, word[2] >> 16 & 0xFF, protocol6)
    transport = np.where(v4, at + header, transport6)
    octets = np.where(v4, word[0] & 0xFFFF, (word[1] >> 16) + 40)
    end = np.minimum(stop, at + octets)
    above = data.words(transport, 4)
    ports = among(protocol, TCP, UDP, SCTP) & (transport + 4 <= end) & ~later & ~later6
    is_icmp = among(protocol, ICMP, ICMPV6) & (transport + 2 <= end) & ~later & ~later6
    first = np.where(is_icmp, above[0] >> 24, np.where(ports, above[0] >> 16, 0))
    second = np.where(is_icmp, above[0] >> 16 & 0xFF, np.where(ports, above[0] & 0xFFFF, 0))
    flagged = (protocol == TCP) & (transport + 14 <= end) & ports
    return Frames(
        ip=v4 | v6,
        source=_addresses(word, v4, 3, 2),
        destination=_addresses(word, v4, 4, 6),
        protocol=protocol,
        source_port=first,
        destination_port=second,
        fragment=fragment | split6,
        transport=transport,
        end=end,
        octets=octets,
        flags=np.where(flagged, above[3] >> 16 & 0xFF, 0),
        service=np.where(v4, word[0] >> 16 & 0xFF, word[0] >> 20 & 0xFF),
        vlan=vlan,
        mpls_label=label,
        flow_label=np.where(v6, word[0] & 0xFFFFF, -1),
    )


def _addresses(word: I64, v4: Mask, four: int, six: int) -> Addresses:
    return Addresses(
        np.where(v4, 0, word[six] << 32 | word[six + 1]),
        np.where(v4, word[four] | MAPPED, word[six + 2] << 32 | word[six + 3]),
    )


def _network(packets: Packets) -> tuple[I64, I64, I64, I64]:
    """Where the IP header starts, the version the link promises (0 for none), VLAN, MPLS label."""
    data, at, link = packets.octets, packets.start.copy(), packets.link
    ether = np.zeros(len(at), np.int64)
    for type_, offset, length in (
        (ETHERNET, 12, 14),
        (LINUX_COOKED, 14, 16),
        (LINUX_COOKED_2, 0, 20),
    ):
        rows = link == type_
        if not rows.any():
            continue
        ether = np.where(rows, data.u16(at + offset), ether)
        at = np.where(rows, at + length, at)
    vlan = np.full(len(at), -1, np.int64)
    for _ in range(2):
        tagged = among(ether, *_VLAN)
        if not tagged.any():
            break
        vlan = np.where(tagged & (vlan < 0), data.u16(at) & 0xFFF, vlan)
        ether = np.where(tagged, data.u16(at + 2), ether)
        at = np.where(tagged, at + 4, at)
    looped = (link == NULL) | (link == LOOP)
    at = np.where(looped, at + 4, at)
    bare = among(link, *_RAW_IP) | looped
    labelled = among(ether, *_MPLS) | (link == MPLS)
    label = np.full(len(at), -1, np.int64)
    if labelled.any():
        label = np.where(labelled, data.u32(at) >> 12, label)
        at, bottom = _below_labels(data, at, labelled)
        bare |= bottom
    promised = np.where(ether == 0x0800, 4, np.where(ether == 0x86DD, 6, 0))
    return at, np.where(bare, data.u8(at) >> 4, promised), vlan, label


def _below_labels(data: Octets, at: I64, labelled: Mask) -> tuple[I64, Mask]:
    """Where the packet under an MPLS stack starts, and where there is one (RFC 3032 section 2.1).

    Labels do not tell what they carry: the first four bits do, for IP.
    """
    bottom = np.zeros(len(at), np.bool_)
    for _ in range(_MOST_LABELS):
        step = labelled & ~bottom
        if not step.any():
            break
        bottom |= step & (data.u8(at + 2) & 1 == 1)
        at = np.where(step, at + 4, at)
    return at, bottom


def _extensions(data: Octets, at: I64, stop: I64, v6: Mask) -> tuple[I64, I64, Mask, Mask]:
    """Protocol and place behind up to eight IPv6 extension headers, and what is a fragment."""
    if not v6.any():
        nothing = np.zeros(len(at), np.bool_)
        return np.zeros(len(at), np.int64), at, nothing, nothing
    protocol, where = data.u8(at + 6), at + 40
    split, later = np.zeros(len(at), np.bool_), np.zeros(len(at), np.bool_)
    for _ in range(8):
        inside = v6 & (where + 8 <= stop)
        plain = inside & among(protocol, *_EXTENSIONS)
        piece = inside & (protocol == _FRAGMENT)
        if not (plain | piece).any():
            break
        place = data.u16(where + 2)
        split |= piece & (place & 0xFFF9 != 0)
        later |= piece & (place & 0xFFF8 != 0)
        size = np.where(plain, 8 + data.u8(where + 1) * 8, np.where(piece, 8, 0))
        protocol = np.where(plain | piece, data.u8(where), protocol)
        where = where + size
    return protocol, where, split, later
