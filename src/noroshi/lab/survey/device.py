"""Device: what made devices there are, what each answers on which port, and what mending changes."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from noroshi.lab.survey import speech

OLD, MENDED = "1.2.3", "1.4.1"
"""Firmware of the made router: weak below 1.4.0."""


class Kind(StrEnum):
    """Kinds of made devices."""

    ROUTER = "router"
    """Made maker, old firmware with a known weakness; an update mends it."""
    CAMERA = "camera"
    """Made maker, end of life; only hiding it mends it."""
    REFLECTOR = "reflector"
    """Answers SSDP with many datagrams."""
    CLOCK = "clock"
    """Answers NTP mode 6 with many variables."""
    RESOLVER = "resolver"
    """Resolves names for everybody."""
    STORE = "store"
    """A NAS that greets by FTP; exposed, not weak."""
    TERMINAL = "terminal"
    """Telnet and SSH; exposed, not weak."""
    GADGET = "gadget"
    """CoAP; exposed, not weak."""
    SWITCH = "switch"
    """SNMPv3 and a web page; exposed, not weak."""
    TARPIT = "tarpit"
    """Hostile: drips for ever, floods, amplifies junk, and sends what no parser likes."""
    ECHOER = "echoer"
    """Hostile: answers in every protocol that is asked, with the same words; needs privileged ports."""


WEAK = (Kind.ROUTER, Kind.CAMERA, Kind.REFLECTOR, Kind.CLOCK, Kind.RESOLVER)
HOSTILE = (Kind.TARPIT, Kind.ECHOER)
UPDATED = (Kind.ROUTER,)
"""Mended by an update: they still answer. The others fall silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One made device.

    Attributes:
        number: Counts through the world; its identity.
        kind: What it is.
        web: Port of its web page; 0 for none. Shared addresses leave no choice.
        speaks_of_itself: Whether it has a print that outlives its address.
        mended: Whether what was wrong is right.
    """

    number: int
    kind: Kind
    web: int = 80
    speaks_of_itself: bool = True
    mended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking:
    """One service of a device.

    Attributes:
        port: Its port.
        udp: Whether it is asked by datagrams.
        manner: `greets`, `answers`, `drips`, `floods` or `mute`.
        says: What it answers.
        tls: Whether it speaks behind TLS, with a certificate of its own.
    """

    port: int
    says: Callable[[bytes], tuple[bytes, ...]]
    udp: bool = False
    manner: str = "answers"
    tls: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Which ports devices use: the usual ones, or such that need no privilege."""

    web: int = 80
    web_tls: int = 443
    ftp: int = 21
    ssh: int = 22
    telnet: int = 23
    rtsp: int = 554
    privileged: bool = True
    """Whether UDP below 1024 may be served."""


HIGH = Ports(web=8080, web_tls=8443, ftp=2121, ssh=2222, telnet=2323, rtsp=8554, privileged=False)


def services_of(device: Device, ports: Ports) -> Iterator[Speaking]:
    """What a device serves now."""
    if device.mended and device.kind not in UPDATED:
        return
    yield from _SPEAKERS[device.kind](device, ports)


def engine_of(device: Device) -> bytes:
    """Its SNMP engine id: enterprise 32473, which RFC 5612 keeps for examples."""
    return b"\x80\x00\x7e\xd9\x05" + _own(device)[:8]


def uuid_of(device: Device) -> str:
    """Its UPnP name."""
    made = _own(device).hex()
    return f"{made[:8]}-{made[8:12]}-4{made[13:16]}-8{made[17:20]}-{made[20:32]}"


def _own(device: Device) -> bytes:
    return hashlib.sha256(f"made device {device.number}".encode()).digest()


def _web(port: int, whole: bytes, seed: int, *, tls: bool = False) -> Speaking:
    picture = speech.icon(seed)

    def says(asked: bytes) -> tuple[bytes, ...]:
        return (picture if asked.startswith(b"GET /favicon.ico ") else whole,)

    return Speaking(port=port, says=says, tls=tls)


def _datagrams(port: int, says: Callable[[bytes], tuple[bytes, ...]]) -> Speaking:
    return Speaking(port=port, says=says, udp=True)


def _greeting(port: int, octets: bytes) -> Speaking:
    return Speaking(port=port, says=lambda _: (octets,), manner="greets")


def _router(device: Device, ports: Ports) -> Iterator[Speaking]:
    version = MENDED if device.mended else OLD
    whole = speech.page("EXR-200", f"EXR-200/{version}", realm="EXR-200")
    yield _web(device.web, whole, 1)
    if not device.speaks_of_itself or device.web != ports.web:
        return
    if ports.privileged and device.number % 2:
        report = speech.snmp_report(engine_of(device))
        yield _datagrams(161, lambda _: (report,))
    else:
        answers = speech.ssdp(f"Example UPnP/1.1 EXR-200/{version}", uuid_of(device))
        yield _datagrams(1900, lambda _: answers)


def _camera(device: Device, ports: Ports) -> Iterator[Speaking]:
    yield Speaking(port=ports.rtsp, says=lambda _: (speech.rtsp("EXC-10/2.0.1"),))
    if device.speaks_of_itself:
        whole = speech.page("EXC-10 Network Camera", "EXC-10/2.0.1")
        yield _web(ports.web_tls, whole, 2, tls=True)


def _reflector(device: Device, ports: Ports) -> Iterator[Speaking]:  # noqa: ARG001  # the signature of its kin
    answers = speech.ssdp("Example UPnP/1.0 EXS-1/0.9", uuid_of(device), others=7)
    yield _datagrams(1900, lambda _: answers)


def _clock(device: Device, ports: Ports) -> Iterator[Speaking]:  # noqa: ARG001  # as above
    variables = 'version="made 4.2.8", processor="made", system="Example/1", stratum=3, ' * 4
    yield _datagrams(123, lambda asked: speech.ntp(asked, variables))


def _resolver(device: Device, ports: Ports) -> Iterator[Speaking]:  # noqa: ARG001  # as above
    yield _datagrams(53, lambda asked: speech.dns(asked, "made 2.80", resolves=True))


def _store(device: Device, ports: Ports) -> Iterator[Speaking]:
    yield _greeting(ports.ftp, speech.ftp(f"EXN-{device.number % 7} FTP server ready."))


def _terminal(device: Device, ports: Ports) -> Iterator[Speaking]:
    yield _greeting(ports.telnet, speech.telnet("EXT-5"))
    if device.number % 3 == 0:
        yield _greeting(ports.ssh, speech.ssh("made_1.0"))


def _gadget(device: Device, ports: Ports) -> Iterator[Speaking]:  # noqa: ARG001  # as above
    yield _datagrams(5683, lambda asked: speech.coap(asked, "</light>;rt=example,</temp>"))


def _switch(device: Device, ports: Ports) -> Iterator[Speaking]:
    yield _web(device.web or ports.web, speech.page("EXW-8 switch", "made-httpd"), 3)
    if ports.privileged and device.web == ports.web:
        report = speech.snmp_report(engine_of(device))
        yield _datagrams(161, lambda _: (report,))


def _tarpit(device: Device, ports: Ports) -> Iterator[Speaking]:  # noqa: ARG001  # as above
    junk = bytes(range(256)) * 64
    endless = b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"a" * 4000 + b"\r\n"
    yield Speaking(port=ports.ftp, says=lambda _: (b"x",), manner="drips")
    yield Speaking(port=ports.web, says=lambda _: (endless,), manner="floods")
    yield Speaking(port=ports.telnet, says=lambda _: (junk,), manner="floods")
    yield Speaking(port=ports.ssh, says=lambda _: (b"",), manner="mute")
    broken = b"\x30\x84\xff\xff\xff\xff" + junk[:200]
    # Much comes back, and none of it is an answer: nobody is to be told that this is a reflector.
    yield _datagrams(1900, lambda _: (junk[:1200],))
    yield _datagrams(5683, lambda _: (broken,))


def _echoer(device: Device, ports: Ports) -> Iterator[Speaking]:  # noqa: ARG001  # as above
    same = b"HTTP/1.1 200 OK\r\nServer: EXR-200/1.2.3\r\nContent-Length: 0\r\n\r\n"
    for port in (ports.web, ports.rtsp):
        yield Speaking(port=port, says=lambda _: (same,))
    for port in (ports.ftp, ports.ssh, ports.telnet, 25):
        yield _greeting(port, b"220 EXR-200/1.2.3\r\n")
    for port in (53, 123, 161, 1900, 5683):
        yield _datagrams(port, lambda asked: (asked[:40],))


_SPEAKERS: dict[Kind, Callable[[Device, Ports], Iterator[Speaking]]] = {
    Kind.ROUTER: _router,
    Kind.CAMERA: _camera,
    Kind.REFLECTOR: _reflector,
    Kind.CLOCK: _clock,
    Kind.RESOLVER: _resolver,
    Kind.STORE: _store,
    Kind.TERMINAL: _terminal,
    Kind.GADGET: _gadget,
    Kind.SWITCH: _switch,
    Kind.TARPIT: _tarpit,
    Kind.ECHOER: _echoer,
}
