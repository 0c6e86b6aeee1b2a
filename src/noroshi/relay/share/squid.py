"""Squid: access lists to include in squid.conf; the consumer denies `noroshi`.

Squid refuses its whole configuration when a name comes after one below it in the same list, and drops
a network after an address inside it. So names of each number of labels have a list of their own, and
so have networks of each length.
"""

from collections.abc import Iterable, Iterator

from noroshi.relay.share.blocking import chunks, held, title
from noroshi.relay.share.renderer import Edition
from noroshi.relay.share.target import name_of, network_of
from noroshi.spine.model import Subject

EMPTY = "acl noroshi_names_2 dstdomain"
"""A list that matches nothing."""


def as_squid(subjects: Iterable[Subject], edition: Edition) -> Iterator[bytes]:
    """One `acl` line for each thing blocked, then the list of those lists."""
    lists: set[str] = set()
    yield from chunks([title(edition)])
    yield from chunks(_noted(held(subjects, say_squid), lists))
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
        return f"acl noroshi_names_{name.count('.') + 1} dstdomain .{name}"
    network = network_of(subject)
    if network is None:
        return ""
    address = network.address if network.is_host else f"{network.address}/{network.length}"
    return f"acl noroshi_v{network.version}_{network.length} dst {address}"
