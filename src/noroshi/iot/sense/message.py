"""Message: the octets of a probe with its slots filled in."""

import re

from noroshi.iot.sense.catalogue import Probe

OWN_LABEL = "noroshi-probe"
_HOST = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")


def message_of(probe: Probe, number: int, *, host: str, contact: str) -> bytes:
    """What is sent, exactly; nothing where the server speaks first.

    Args:
        probe: Of the catalogue.
        number: Which of its messages.
        host: The asked address; of IPv6 it stands in brackets (RFC 3986, 3.2.2).
        contact: Where its holder learns why, as the scope says; also names the domain that is ours.
    """
    if not probe.sends:
        return b""
    place = f"[{host}]" if ":" in host else host
    made = probe.sends[number].replace(b"{host}", place.encode("ascii"))
    made = made.replace(b"{contact}", contact.encode("ascii", "replace"))
    return made.replace(b"{own}", own_name(contact))


def own_name(contact: str) -> bytes:
    """A DNS name below the contact's domain, in wire form without its last octet.

    The operator lets it point to any address; who resolves it for us resolves for everybody.
    """
    domain = contact.removeprefix("https://").rpartition("@")[2].partition("/")[0].lower()
    labels = domain.partition(":")[0].split(".") if _HOST.match(domain) else ["invalid"]
    return b"".join(bytes([len(label)]) + label.encode("ascii") for label in (OWN_LABEL, *labels))
