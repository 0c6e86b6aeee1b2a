"""Names: block lists of resolvers and browsers that know names only.

A name blocks itself and all names under it, but for the hosts file, which knows no wildcard.
"""

from noroshi.relay.share.blocking import line_format, words
from noroshi.relay.share.target import NAMES, name_of
from noroshi.spine.model import Subject


def say_hosts(subject: Subject) -> str:
    """hosts(5): the name leads nowhere."""
    name = name_of(subject)
    return _HOSTS.format(name) if name else ""


def say_adguard(subject: Subject) -> str:
    """AdGuard's and uBlock's network rule for a name and those under it."""
    name = name_of(subject)
    return _ADGUARD.format(name) if name else ""


def say_unbound(subject: Subject) -> str:
    """unbound.conf(5): NXDOMAIN for a name and those under it."""
    name = name_of(subject)
    return _UNBOUND.format(name) if name else ""


_HOSTS, _ADGUARD, _UNBOUND = "0.0.0.0 {}", "||{}^", 'local-zone: "{}." always_nxdomain'

as_hosts = line_format(words(NAMES, _HOSTS.format))
as_adguard = line_format(words(NAMES, _ADGUARD.format), sign="!")
as_unbound = line_format(words(NAMES, _UNBOUND.format), head=("server:",))
