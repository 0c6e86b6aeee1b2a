"""Peer lists: what peers say of addresses, as lists that findings are matched with."""

from itertools import groupby

from noroshi.c2.evaluate.blocklist import LISTED, BlockList
from noroshi.spine.model import Contribution, Observation, SubjectKind
from noroshi.spine.store import Database
from noroshi.spine.store.contributions import Contributions

ADDRESSES = frozenset({SubjectKind.IP, SubjectKind.ENDPOINT, SubjectKind.PREFIX})


def peer_lists(database: Database, kind: str) -> list[BlockList]:
    """One list a peer, of entries that it says to be of a kind and that name an address."""
    found = [one for one in Contributions(database).of_peers() if one.kind == kind]
    return [
        _list(source, list(group)) for source, group in groupby(found, key=lambda one: one.source)
    ]


def _list(source: str, said: list[Contribution]) -> BlockList:
    name = source.removeprefix("peer:")
    kept = tuple(
        Observation(
            subject=one.subject,
            source=name,
            kind=LISTED,
            first_seen=one.first_seen,
            last_seen=one.last_seen,
            detail=one.label,
        )
        for one in said
        if one.subject.kind in ADDRESSES
    )
    others = len(said) - len(kept)
    return BlockList(
        name=name,
        format="peer",
        snapshot=max(one.received_at for one in said),
        observations=kept,
        read=len(said),
        refused={"no-address": others} if others else {},
    )
