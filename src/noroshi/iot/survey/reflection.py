"""Reflection: whether what a datagram service sent back makes it of use for floods.

A host that answers whatever it is asked (a tarpit, a honeypot) sends much back too, but no service
of its owner's does, and there is nothing that the owner could close. What comes back counts only
where it is an answer in the protocol that was asked.
"""

from collections.abc import Callable, Mapping

from noroshi.iot.sense import CATALOGUE, Transport
from noroshi.iot.sense.message import message_of
from noroshi.iot.survey.wire import engine_of

REFLECTS_FROM = 2.0
"""Answered octets for one asked from which a service counts as a reflector."""


def amplification(probe: str, answered: Mapping[int, int], *, host: str, contact: str) -> float:
    """The most octets that came back for one octet of a question; 0 for what is no datagram.

    Args:
        probe: Name in the catalogue.
        answered: Octets of all datagrams that came back, by message.
        host: Who was asked.
        contact: As the scope says; it stands in some questions.
    """
    asked = CATALOGUE.get(probe)
    if asked is None or asked.transport is not Transport.UDP:
        return 0.0
    return max(
        (
            octets / len(message_of(asked, number, host=host, contact=contact))
            for number, octets in answered.items()
            if number < len(asked.sends)
        ),
        default=0.0,
    )


def resolves_for_all(probe: str, message: int, octets: bytes) -> bool:
    """Whether a name server looked up a name of ours: no error, and an answer (RFC 1035, 4.1.1)."""
    asked_name = probe == "dns" and message == 1
    return asked_name and len(octets) >= 12 and not octets[3] & 15 and octets[6:8] != b"\x00\x00"


def is_answer(probe: str, message: int, octets: bytes) -> bool:
    """Whether a datagram begins as an answer of the protocol does, and is no echo of the question."""
    looks_right = _ANSWERS.get(probe)
    return looks_right is not None and looks_right(message, octets)


def _is_ssdp(_: int, octets: bytes) -> bool:
    return octets[:7].upper() == b"HTTP/1."


def _is_ntp(message: int, octets: bytes) -> bool:
    """Mode 4 for the time (RFC 5905, 7.3), mode 6 with the response bit for variables (RFC 9327, 2)."""
    if message == 0:
        return len(octets) >= 48 and octets[0] & 7 == 4
    return len(octets) >= 12 and octets[0] & 7 == 6 and bool(octets[1] & 0x80)


def _is_dns(message: int, octets: bytes) -> bool:
    """A response with the number of our question (RFC 1035, 4.1.1)."""
    asked = CATALOGUE["dns"].sends[message] if message < len(CATALOGUE["dns"].sends) else b""
    return len(octets) >= 12 and octets[:2] == asked[:2] and bool(octets[2] & 0x80)


def _is_mdns(_: int, octets: bytes) -> bool:
    return len(octets) >= 12 and bool(octets[2] & 0x80)


def _is_snmp(_: int, octets: bytes) -> bool:
    """A sequence whose first value is version 3 (RFC 3412, 6), with an engine in it."""
    return bool(engine_of(octets))


def _is_coap(_: int, octets: bytes) -> bool:
    """Version 1, a response code (classes 2, 4, 5) and our message id (RFC 7252, 3)."""
    asked = CATALOGUE["coap"].sends[0]
    right_head = len(octets) >= 4 and octets[0] >> 6 == 1 and octets[1] >> 5 in {2, 4, 5}
    return right_head and octets[2:4] == asked[2:4]


_ANSWERS: dict[str, Callable[[int, bytes], bool]] = {
    "ssdp": _is_ssdp,
    "ntp": _is_ntp,
    "dns": _is_dns,
    "mdns": _is_mdns,
    "snmpv3": _is_snmp,
    "coap": _is_coap,
}
