"""Names: block lists of resolvers and browsers that know names only.

A name blocks itself and all names under it, but for the hosts file, which knows no wildcard.
"""

from noroshi.relay.share.blocking import line_format
from noroshi.relay.share.target import name_of
from noroshi.spine.model import Subject


def say_hosts(subject: Subject) -> str:
    """hosts(5): the name leads nowhere."""
    name = name_of(subject)
    return f"0.0.0.0 {name}" if name else ""


def say_adguard(subject: Subject) -> str:
    """AdGuard's and uBlock's network rule for a name and those under it."""
    name = name_of(subject)
    return f"||{name}^" if name else ""


def say_unbound(subject: Subject) -> str:
    """unbound.conf(5): NXDOMAIN for a name and those under it."""
    name = name_of(subject)
    return f'local-zone: "{name}." always_nxdomain' if name else ""


as_hosts = line_format(say_hosts)
as_adguard = line_format(say_adguard, sign="!")
as_unbound = line_format(say_unbound, head=("server:",))
