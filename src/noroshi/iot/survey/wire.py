"""Wire: what datagrams of SNMPv3, mDNS and CoAP tell, read within the datagram and no further."""

from collections.abc import Iterator

MOST_SERVICES = 32
MOST_LABELS = 16
MOST_OPTIONS = 64
_PTR = b"\x00\x0c"


def engine_of(octets: bytes) -> str:
    """The SNMP engine as `enterprise NUMBER, engine HEX`; empty where the datagram tells none.

    Source:
        RFC 3412, section 6 (the message), RFC 3414, section 2.4 (where the engine stands), and
        RFC 3411, section 5 (`SnmpEngineID`: its first four octets hold the enterprise).
    """
    message = _inside(octets, 0x30)
    fields = list(_values(message))[:3]
    if [tag for tag, _ in fields] != [0x02, 0x30, 0x04]:
        return ""
    engine = next(
        (value for tag, value in _values(_inside(fields[2][1], 0x30)) if tag == 0x04), b""
    )
    if not 5 <= len(engine) <= 32:
        return ""
    return f"enterprise {int.from_bytes(engine[:4], 'big') & 0x7FFFFFFF}, engine {engine.hex()}"


def _inside(octets: bytes, tag: int) -> bytes:
    found = next(_values(octets), None)
    return found[1] if found is not None and found[0] == tag else b""


def _values(octets: bytes) -> Iterator[tuple[int, bytes]]:
    """Tags and contents on one level of BER, definite lengths only; ends at the first wrong one."""
    at = 0
    while at + 2 <= len(octets):
        tag, size = octets[at], octets[at + 1]
        at += 2
        if size & 0x80:
            more = size & 0x7F
            size = int.from_bytes(octets[at : at + more], "big")
            at += more
            if not 1 <= more <= 4:
                return
        if at + size > len(octets):
            return
        yield tag, octets[at : at + size]
        at += size


def services_of(octets: bytes) -> str:
    """Kinds of service in an mDNS answer, one a line, as `_http._tcp`; names are not followed.

    Source:
        RFC 6763, section 9, in messages of RFC 1035, section 4.1.
    """
    if len(octets) < 12:
        return ""
    at = 12
    for _ in range(min(int.from_bytes(octets[4:6], "big"), MOST_SERVICES)):
        at = behind_name(octets, at) + 4
    found: list[str] = []
    for _ in range(min(int.from_bytes(octets[6:8], "big"), MOST_SERVICES)):
        at = behind_name(octets, at)
        kind, size = octets[at : at + 2], int.from_bytes(octets[at + 8 : at + 10], "big")
        data = octets[at + 10 : at + 10 + size]
        at += 10 + size
        if kind == _PTR and (name := ".".join(_labels(data)[:2])):
            found.append(name)
    return "\n".join(dict.fromkeys(found))


def _labels(octets: bytes) -> list[str]:
    labels: list[str] = []
    at = 0
    while at < len(octets) and 0 < octets[at] < 0xC0 and len(labels) < MOST_LABELS:
        labels.append(octets[at + 1 : at + 1 + octets[at]].decode("ascii", "replace"))
        at += 1 + octets[at]
    return labels


def behind_name(octets: bytes, at: int) -> int:
    """Where a domain name ends; names are skipped, never followed (RFC 1035, section 4.1.4)."""
    for _ in range(128):
        if at >= len(octets):
            return at
        length = octets[at]
        if length >= 0xC0:
            return at + 2
        if not length:
            return at + 1
        at += 1 + length
    return len(octets)


def resources_of(octets: bytes) -> str:
    """The list of resources in a CoAP answer 2.05; empty where the datagram is none.

    Source:
        RFC 7252, section 3 (the message); RFC 6690, section 2 (the list).
    """
    if len(octets) < 4 or octets[0] >> 6 != 1 or octets[1] != 0x45:
        return ""
    at = 4 + (octets[0] & 15)
    for _ in range(MOST_OPTIONS):
        if at >= len(octets):
            return ""
        if octets[at] == 0xFF:
            return octets[at + 1 :].decode("utf-8", "replace")
        delta, size = octets[at] >> 4, octets[at] & 15
        if 15 in {delta, size}:
            return ""
        extra = {13: 1, 14: 2}
        at += 1 + extra.get(delta, 0)
        more = extra.get(size, 0)
        longer = int.from_bytes(octets[at : at + more], "big")
        at += more + (size if not more else longer + (13 if more == 1 else 269))
    return ""
