"""Speech: octets that made devices send, true to the protocols that the survey asks.

Each function cites what it follows. Names of made makers are made; nothing is copied from a device.
"""

import struct


def page(title: str, server: str, *, body: str = "", realm: str = "") -> bytes:
    """A response with a page (RFC 9112, section 4), or the demand for a password (RFC 9110, 11.6)."""
    status = "401 Unauthorized" if realm else "200 OK"
    text = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    lines = [f"HTTP/1.1 {status}", f"Server: {server}"]
    if realm:
        lines.append(f'WWW-Authenticate: Basic realm="{realm}"')
    lines += ["Content-Type: text/html", f"Content-Length: {len(text)}", "Connection: close"]
    return ("\r\n".join(lines) + "\r\n\r\n" + text).encode()


def icon(seed: int) -> bytes:
    """A response with a small icon; equal for equal seeds."""
    body = b"\x00\x00\x01\x00" + seed.to_bytes(4, "big") * 16
    head = f"HTTP/1.1 200 OK\r\nContent-Type: image/x-icon\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def ftp(text: str) -> bytes:
    """A greeting (RFC 959, section 5.4)."""
    return f"220 {text}\r\n".encode()


def ssh(software: str) -> bytes:
    """A version line (RFC 4253, section 4.2)."""
    return f"SSH-2.0-{software}\r\n".encode()


def telnet(prompt: str) -> bytes:
    """Option requests and a prompt (RFC 854; RFC 857, RFC 1091)."""
    return b"\xff\xfb\x01\xff\xfd\x18" + f"\r\n{prompt} login: ".encode()


def rtsp(server: str) -> bytes:
    """An answer to OPTIONS (RFC 2326, section 10.1)."""
    return (
        f"RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: {server}\r\nPublic: OPTIONS, DESCRIBE\r\n\r\n"
    ).encode()


def ssdp(server: str, uuid: str, *, others: int = 0) -> tuple[bytes, ...]:
    """Answers to M-SEARCH (UPnP Device Architecture 2.0, 1.3.3); `others` more make a reflector."""
    kinds = ["upnp:rootdevice", *(f"urn:schemas-upnp-org:service:Example{n}:1" for n in range(others))]  # fmt: skip
    return tuple(
        (
            "HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=1800\r\nEXT:\r\n"
            f"LOCATION: http://192.0.2.1:49152/rootDesc.xml\r\nSERVER: {server}\r\n"
            f"ST: {kind}\r\nUSN: uuid:{uuid}::{kind}\r\n\r\n"
        ).encode()
        for kind in kinds
    )


def snmp_report(engine: bytes) -> bytes:
    """A report with the engine id (RFC 3412, section 6; RFC 3414, section 4), in definite BER."""
    security = _ber(0x30, _ber(4, engine) + _ber(2, b"\x01") + _ber(2, b"\x01") + _ber(4, b"") * 3)
    oid = bytes.fromhex("2b060106030f01010400")
    bindings = _ber(0x30, _ber(0x30, _ber(6, oid) + _ber(0x41, b"\x01")))
    pdu = _ber(0xA8, _ber(2, b"\x23\x7f") + _ber(2, b"\x00") * 2 + bindings)
    scoped = _ber(0x30, _ber(4, engine) + _ber(4, b"") + pdu)
    header = _ber(0x30, _ber(2, b"\x4a\x69") + _ber(2, b"\x00\xff\xe3") + _ber(4, b"\x00") + _ber(2, b"\x03"))  # fmt: skip
    return _ber(0x30, _ber(2, b"\x03") + header + _ber(4, security) + scoped)


def _ber(tag: int, octets: bytes) -> bytes:
    size = len(octets)
    length = bytes([size]) if size < 128 else bytes([0x82]) + size.to_bytes(2, "big")
    return bytes([tag]) + length + octets


def ntp(asked: bytes, variables: str) -> tuple[bytes, ...]:
    """The time to mode 3 (RFC 5905, section 7.3), variables to mode 6 (RFC 9327, section 2)."""
    if len(asked) >= 48 and asked[0] & 7 == 3:
        return (b"\x24\x02\x06\xec" + bytes(44),)
    if len(asked) >= 12 and asked[0] & 7 == 6:
        text = variables.encode()[:468]
        return (b"\x16\x82\x00\x01" + bytes(6) + struct.pack(">H", len(text)) + text,)
    return ()


def dns(asked: bytes, version: str, *, resolves: bool) -> tuple[bytes, ...]:
    """The version, and an address for any name where it resolves for all (RFC 1035, section 4.1)."""
    if len(asked) < 17:
        return ()
    question = asked[12:]
    if b"\x07version\x04bind" in question:
        text = version.encode()[:200]
        data = bytes([len(text)]) + text
        record = b"\xc0\x0c\x00\x10\x00\x03" + bytes(4) + struct.pack(">H", len(data)) + data
        return (asked[:2] + b"\x84\x00\x00\x01\x00\x01\x00\x00\x00\x00" + question + record,)
    if not resolves:
        return (asked[:2] + b"\x81\x05\x00\x01\x00\x00\x00\x00\x00\x00" + question,)
    record = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\xc0\x00\x02\x01"
    return (asked[:2] + b"\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00" + question + record,)


def coap(asked: bytes, resources: str) -> tuple[bytes, ...]:
    """The list of resources, 2.05 with a payload (RFC 7252, section 5.9.1.5; RFC 6690)."""
    if len(asked) < 4 or asked[0] >> 6 != 1:
        return ()
    return (b"\x60\x45" + asked[2:4] + b"\xc1\x28\xff" + resources.encode()[:800],)
