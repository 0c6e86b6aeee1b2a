"""Names: which part of a host name is a public suffix, and which was registered under it.

Reserved names (RFC 6761: `test`, `example`) count as suffixes, so that fixtures and exercises work
like the real thing.
"""

from functools import cache, lru_cache
from ipaddress import IPv4Address, ip_address

from publicsuffixlist import PublicSuffixList

RESERVED = frozenset({"test", "example", "invalid", "localhost"})


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)


@lru_cache(maxsize=1 << 16)
def public_suffix(host: str) -> str:
    """The suffix under which names are registered, private ones (`pages.dev`) too.

    Args:
        host: A lower-case name in ASCII or Unicode form.

    Returns:
        The suffix; the last label where the list knows none.
    """
    return _suffixes().publicsuffix(host, accept_unknown=True) or host


@lru_cache(maxsize=1 << 16)
def registered_domain(host: str) -> str:
    """The suffix with one label more; the host itself if it is a suffix or an address."""
    if is_address(host):
        return host
    suffix = public_suffix(host)
    left = host.removesuffix(suffix).rstrip(".")
    label = left.rpartition(".")[2]
    return f"{label}.{suffix}" if label else host


@lru_cache(maxsize=1 << 12)
def is_top_level(label: str) -> bool:
    """Whether a label, in lower case, is a top-level domain or reserved."""
    return label in RESERVED or _suffixes().publicsuffix(label) is not None


def is_address(host: str) -> bool:
    """Whether a host is a dotted IPv4 or a bracketed IPv6 address."""
    if host.startswith("["):
        return True
    if not host[-1:].isdecimal():
        return False
    try:
        return isinstance(ip_address(host), IPv4Address)
    except ValueError:
        return False
