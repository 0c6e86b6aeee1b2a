"""Resolver log: lines in which BIND, Unbound and Knot Resolver tell that a policy zone was met.

BIND 9.18 writes them to the category `rpz`, Unbound 1.17 with `rpz-log: yes`; our settings let Knot
Resolver write Unbound's words, with the name that was asked as owner. A line holds the
asker's address; nothing here keeps it, the caller counts it and forgets it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

LONGEST_LINE = 4_096

_BIND = re.compile(
    r"client (?:@0x[0-9a-f]+ )?(?P<client>[0-9a-f.:]{2,45})#\d{1,5} .*?"
    r"rpz (?P<trigger>QNAME|IP) (?P<act>[A-Za-z-]{2,30}) rewrite \S{1,300} via (?P<owner>\S{1,255})",
    re.ASCII,
)
_UNBOUND = re.compile(
    r"rpz: applied (?:\[[^\]]{0,255}\] )?(?P<owner>\S{1,255}?)\.? (?P<act>rpz-\S{2,30}) "
    r"(?P<client>[0-9a-f.:]{2,45})@\d{1,5} ",
    re.ASCII,
)


class Met(NamedTuple):
    """One answer that a policy zone touched.

    Attributes:
        owner: Owner name of the record, without the zone's name and a wildcard.
        client: Who asked.
    """

    owner: str
    client: str


@dataclass(slots=True)
class Read:
    """What became of the lines; the figures add up to `lines`.

    Attributes:
        lines: All.
        met: Of the zone.
        others: That tell of something else, or of another zone.
        refused: By reason.
    """

    lines: int = 0
    met: int = 0
    others: int = 0
    refused: Counter[str] = field(default_factory=Counter)


def met_in(lines: Iterable[bytes], zone: str, read: Read) -> Iterator[Met]:
    """Answers that a zone touched, in the order of the log.

    Args:
        lines: Of the log.
        zone: Name of the policy zone.
        read: Is counted up.
    """
    end = f".{zone}"
    for line in lines:
        read.lines += 1
        if len(line) > LONGEST_LINE:
            read.refused["line-too-long"] += 1
            continue
        text = line.decode("utf-8", "replace")
        match = (_BIND.search(text) if "rpz " in text else None) or _UNBOUND.search(text)
        owner = match["owner"].rstrip(".").lower() if match else ""
        if match is None or not (owner.endswith(end) or match.re is _UNBOUND):
            read.others += 1
            continue
        read.met += 1
        yield Met(owner.removesuffix(end).removeprefix("*."), match["client"])
