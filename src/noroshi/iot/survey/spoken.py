"""Spoken: the text in an answer, for probes whose answers hold one."""

import re

from noroshi.iot.survey.wire import behind_name, engine_of, resources_of, services_of

TEXTS = frozenset({"ftp", "ssh", "telnet", "smtp", "pop3", "imap", "http", "https", "rtsp", "ssdp"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MOST_NAMES = 32
READERS = {"snmpv3": engine_of, "mdns": services_of, "coap": resources_of}
"""Probes whose datagrams hold their text in a form of its own."""


def spoken(probe: str, message: int, octets: bytes) -> str:
    """The text of an answer; empty where it has none that anybody could name a device by."""
    if probe in TEXTS:
        return _CONTROL.sub("", octets.decode("utf-8", "replace"))
    if probe == "dns" and message == 0:
        return _CONTROL.sub("", _txt(octets).decode("utf-8", "replace"))
    if probe == "ntp" and message == 1:  # RFC 9327, section 2: twelve octets, then the variables
        return _CONTROL.sub("", octets[12:].decode("ascii", "replace"))
    reader = READERS.get(probe)
    return "" if reader is None else _CONTROL.sub("", reader(octets))


def _txt(octets: bytes) -> bytes:
    """The first text of the first TXT record of an answer (RFC 1035, sections 4.1 and 3.3.14)."""
    if len(octets) < 12 or not int.from_bytes(octets[6:8], "big"):
        return b""
    at = 12
    for _ in range(min(int.from_bytes(octets[4:6], "big"), MOST_NAMES)):
        at = behind_name(octets, at) + 4
    at = behind_name(octets, at)
    if octets[at : at + 2] != b"\x00\x10":
        return b""
    text = octets[at + 10 :]
    return text[1 : 1 + text[0]] if text else b""
