"""A slow sFlow reader, one record at a time, straight from the text of version 5: the oracle."""

import struct
from ipaddress import ip_address

from noroshi.spine.flows.draft import PAIRED

EXTENSIONS = (0, 43, 60, 135, 139, 140)


class ShortError(Exception):
    """More is promised than is held."""


def u32(data, at):
    if at < 0 or at + 4 > len(data):
        raise ShortError
    return struct.unpack_from(">I", data, at)[0]


def u16(data, at):
    return int.from_bytes(data[at : at + 2].ljust(2, b"\0"))


def flows(payload):
    """Rows of one datagram; null for a flow sample that gives none."""
    try:
        if u32(payload, 0) != 5:
            return
        at = 8 + {1: 4, 2: 16}[u32(payload, 4)]
        sub, count = u32(payload, at), u32(payload, at + 12)
    except (ShortError, KeyError):
        return
    for kind, body in parts(payload[at + 16 :], count):
        if kind in (1, 3):
            row = flow(kind, body)
            yield row and row | {"observationDomainId": sub}


def parts(data, count):
    at = 0
    for _ in range(count):
        if at + 8 > len(data) or at + 8 + u32(data, at + 4) > len(data):
            return
        kind, length = struct.unpack_from(">II", data, at)
        yield kind, data[at + 8 : at + 8 + length]
        at += 8 + length


def flow(kind, body):
    size = 32 if kind == 1 else 44
    if len(body) < size:
        return None
    word = struct.unpack_from(f">{size // 4}I", body)
    first = {}
    for record, content in parts(body[size:], word[-1]):
        first.setdefault(record, content)
    header = first.get(1, b"")
    row = packet_row(header) if len(header) >= 16 else None
    row = row or told(first.get(3, b""), 4) or told(first.get(4, b""), 16)
    if row is None:
        return None
    if kind == 1:
        ends = [(w >> 30, w & 0x3FFFFFFF) for w in word[5:7]]
        rate = word[2]
    else:
        ends = [word[6:8], word[8:10]]
        rate = word[3]
    into, out = (i if f == 0 and i not in (0x3FFFFFFF, 0xFFFFFFFF) else None for f, i in ends)
    row["samplingInterval"] = rate or None
    row["ingressInterface"], row["egressInterface"] = into, out
    row["forwardingStatus"] = 128 if ends[1][0] == 1 else None
    row["dataLinkFrameSize"] = u32(header, 4) if len(header) >= 16 else None
    return row | switch(row, first.get(1001, b"")) | router(first.get(1002, b"")) | gateway(first.get(1003, b""))  # fmt: skip


def packet_row(record):
    protocol, _, _, length = struct.unpack_from(">IIII", record)
    packet = record[16 : 16 + length]
    ether = {1: u16(packet, 12), 11: "ip", 12: "ip", 13: 0x8847}.get(protocol)
    at = 14 if protocol == 1 else 0
    vlan = label = None
    for _ in range(2):
        if ether in (0x8100, 0x88A8, 0x9100):
            vlan = u16(packet, at) & 0xFFF if vlan is None else vlan
            ether, at = u16(packet, at + 2), at + 4
    if ether in (0x8847, 0x8848):
        ether = None
        for depth in range(8):
            entry = int.from_bytes(packet[at : at + 4].ljust(4, b"\0"))
            label = entry >> 12 if depth == 0 else label
            at += 4
            if entry >> 8 & 1:
                ether = "ip"
                break
    row = ip_row(packet[at:], ether)
    return row and row | {"vlanId": vlan, "mplsTopLabel": label}


def ip_row(ip, ether):
    version = ip[0] >> 4 if ip else 0
    if ether not in ("ip", {4: 0x0800, 6: 0x86DD}.get(version)):
        return None
    if version == 4 and len(ip) >= 20 and ip[0] & 15 >= 5:
        place, where, protocol = u16(ip, 6), (ip[0] & 15) * 4, ip[9]
        source, destination, octets, label = ip[12:16], ip[16:20], u16(ip, 2), None
        tos, later = ip[1], bool(place & 0x1FFF)
    elif version == 6 and len(ip) >= 40:
        source, destination, octets = ip[8:24], ip[24:40], u16(ip, 4) + 40
        tos, label = u16(ip, 0) >> 4 & 0xFF, int.from_bytes(ip[:4]) & 0xFFFFF
        protocol, where, later = beyond(ip)
    else:
        return None
    above = b"" if later else ip[where : min(len(ip), octets)]
    row = base(source, destination, protocol, octets, tos) | {"flowLabelIPv6": label}
    if protocol in (6, 17, 132) and len(above) >= 4:
        row["sourceTransportPort"], row["destinationTransportPort"] = u16(above, 0), u16(above, 2)
    if protocol == 6 and len(above) >= 14:
        row["tcpControlBits"] = above[13]
    if protocol in (1, 58) and len(above) >= 2:
        row["icmpTypeCode"] = above[0] << 8 | (0 if above[0] in PAIRED else above[1])
    return row


def beyond(ip):
    protocol, where, later = ip[6], 40, False
    for _ in range(8):
        if where + 8 > len(ip) or protocol not in (*EXTENSIONS, 44):
            break
        if protocol == 44:
            later |= bool(u16(ip, where + 2) & 0xFFF8)
            protocol, where = ip[where], where + 8
        else:
            protocol, where = ip[where], where + 8 + ip[where + 1] * 8
    return protocol, where, later


def base(source, destination, protocol, octets, tos):
    return {
        "source": text(source), "destination": text(destination), "protocolIdentifier": protocol,
        "octetDeltaCount": octets, "packetDeltaCount": 1, "ipClassOfService": tos if tos < 256 else None,
        "sourceTransportPort": 0, "destinationTransportPort": 0, "tcpControlBits": None,
        "icmpTypeCode": None, "vlanId": None, "mplsTopLabel": None, "flowLabelIPv6": None,
        "nextHop": None, "sourcePrefixLength": None, "destinationPrefixLength": None,
        "bgpSourceAsNumber": None, "bgpDestinationAsNumber": None,
    }  # fmt: skip


def text(octets):
    address = ip_address(bytes(octets))
    return str(getattr(address, "ipv4_mapped", None) or address)


def told(record, width):
    if len(record) < 24 + 2 * width:
        return None
    octets, protocol = struct.unpack_from(">II", record)
    source, destination = record[8 : 8 + width], record[8 + width : 8 + 2 * width]
    from_, to, flags, tos = struct.unpack_from(">IIII", record, 8 + 2 * width)
    ported = protocol in (6, 17, 132)
    if protocol > 255 or max(from_, to) > 65_535:
        return None
    row = base(source, destination, protocol, octets, tos)
    if ported:
        row["sourceTransportPort"], row["destinationTransportPort"] = from_, to
    if protocol == 6 and flags <= 65_535:
        row["tcpControlBits"] = flags
    return row


def switch(row, record):
    vlan = u32(record, 0) if len(record) >= 16 else 0
    return {"vlanId": vlan} if 1 <= vlan <= 4094 else {}


def hop_of(record):
    six = u32(record, 0) == 2
    return (record[4:20], 20) if six else (record[4:8], 8)


def router(record):
    if len(record) < 16:
        return {}
    hop, after = hop_of(record)
    if len(record) < after + 8:
        return {}
    masks = [m if m < 256 else None for m in struct.unpack_from(">II", record, after)]
    return {"nextHop": text(hop), "sourcePrefixLength": masks[0], "destinationPrefixLength": masks[1]}  # fmt: skip


def gateway(record):
    if len(record) < 24:
        return {}
    _, at = hop_of(record)
    if len(record) < at + 16:
        return {}
    source, segments = u32(record, at + 4), u32(record, at + 12)
    at += 16
    last = 0
    for _ in range(min(segments, 8)):
        if at + 8 > len(record) or at + 8 + u32(record, at + 4) * 4 > len(record):
            break
        size = u32(record, at + 4)
        last = u32(record, at + 4 + size * 4) if size else last
        at += 8 + size * 4
    return {"bgpSourceAsNumber": source, "bgpDestinationAsNumber": last or None}
