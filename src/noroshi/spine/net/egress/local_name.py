"""Local name: host names that mean this machine or this network, whoever asks.

They are refused before anybody is asked for their address: the question itself would leave, to the
resolver, with a search list, or by multicast to the local network.
"""

LOCAL = ("localhost", "local", "internal", "home.arpa", "onion", "alt")
"""RFC 6761 section 6.3, RFC 6762, ICANN's resolution 2024.07.29.06, RFC 8375, RFC 7686, RFC 9476."""


def is_local_name(host: str) -> bool:
    """Whether a host is a name that no public resolver should be asked for.

    A name without a dot is one: the system would try it with the local domain. Addresses with
    colons are none; all others have a dot, or are spelled in a way that no honest link has.
    """
    if ":" in host:
        return False
    name = host.lower().rstrip(".")
    return "." not in name or any(name == one or name.endswith(f".{one}") for one in LOCAL)
