"""Squid: access lists to include in squid.conf; the consumer denies `noroshi`.

Squid refuses its whole configuration when a name comes after one below it in the same list, and drops
a network after an address inside it. So names of each number of labels have a list of their own, and
so have networks of each length.
"""

from collections.abc import Iterable, Iterator

from noroshi.relay.share.blocking import chunks, once, said, title, words
from noroshi.relay.share.renderer import Edition
from noroshi.relay.share.target import NAMES, NETWORKS, Network, name_of, network_of
from noroshi.spine.model import Subject
from noroshi.spine.model.stretch import Subjects

EMPTY = "acl noroshi_names_2 dstdomain"
"""A list that matches nothing."""


def as_squid(pages: Iterable[Subjects], edition: Edition) -> Iterator[bytes]:
    """One `acl` line for each thing blocked, then the list of those lists."""
    lists: set[str] = set()
    yield from chunks([title(edition)])
    yield from chunks(_noted(once(said(pages, _WORDS)), lists))
    if not lists:
        yield from chunks(_noted([EMPTY], lists))
    yield from chunks([f"acl noroshi any-of {' '.join(sorted(lists))}"])


def _noted(lines: Iterable[str], lists: set[str]) -> Iterator[str]:
    for line in lines:
        lists.add(line.split(" ", 2)[1])
        yield line


def say_squid(subject: Subject) -> str:
    """A name and those under it by `dstdomain`, a network by `dst`."""
    name = name_of(subject)
    if name is not None:
        return _about_name(name)
    network = network_of(subject)
    return "" if network is None else _about_network(network)


def _about_name(name: str) -> str:
    return f"acl noroshi_names_{name.count('.') + 1} dstdomain .{name}"


def _about_network(network: Network) -> str:
    address, length = network
    version, whole = (6, 128) if ":" in address else (4, 32)
    behind = "" if length == whole else f"/{length}"
    return f"acl noroshi_v{version}_{length} dst {address}{behind}"


_WORDS = words(NAMES, _about_name) | words(NETWORKS, _about_network)
