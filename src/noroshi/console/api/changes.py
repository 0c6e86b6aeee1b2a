"""Changes: what a reader of one list lacks, joined from octets that were made once for all readers."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from noroshi.console.api.cursor import cursor_of
from noroshi.console.api.entry import Entry
from noroshi.console.bodies import Body
from noroshi.console.hub import Hub
from noroshi.console.reach import Reach
from noroshi.spine.model import InputError
from noroshi.spine.store.deltas import Deltas

MEDIA_TYPES = {"json": "application/json", "jsonl": "application/jsonl"}
"""Forms of changes."""

_ENCODE = msgspec.json.Encoder().encode


class BeyondError(InputError):
    """A cursor lies beyond the list: a hub that was restored has forgotten what its reader knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Entries that changed, in order; those that are not `live` must be taken back.

    A reader sends `next` as `since` to go on. `more` is false once he has all up to `head`, the end
    of the list when this was made.

    Attributes:
        entries: As JSON.
        reached: Sequence up to which this tells everything.
        head: Of the list.
        more: Whether there is more.
    """

    entries: Sequence[bytes]
    reached: int
    head: int
    more: bool

    @property
    def next(self) -> str:
        """The cursor of who has read this."""
        return cursor_of(self.reached)

    def as_json(self) -> bytes:
        """One object."""
        return b'{"entries":[' + b",".join(self.entries) + b"]," + self._end()[1:]

    def as_jsonl(self) -> bytes:
        """One line each; the last one tells how to go on."""
        return b"\n".join([*self.entries, self._end(), b""])

    def _end(self) -> bytes:
        return _ENCODE({"next": self.next, "head": cursor_of(self.head), "more": self.more})


def changes_after(hub: Hub, reach: Reach, collection: str, sequence: int, *, limit: int) -> Changes:
    """What changed after a sequence, as far as the reader may know.

    Raises:
        BeyondError: The sequence lies beyond the list.
    """
    deltas = Deltas(hub.store.database)
    delta = deltas.above(sequence, collection=collection, limit=limit)
    if sequence > delta.head:
        raise BeyondError("this cursor lies beyond the list; begin anew with an empty `since`")
    bodies = hub.entries.held(delta.sequences)
    missing = [one for one in delta.sequences if one not in bodies]
    if missing:
        made = {
            edition.sequence: Body(edition.indicator.tlp, _ENCODE(Entry.of(edition)))
            for edition in deltas.editions(missing)
        }
        hub.entries.hold(made)
        bodies |= made
    tlps = frozenset(reach.tlps(collection))
    told = [bodies[one] for one in delta.sequences]
    more = len(told) == limit
    return Changes(
        entries=[body.octets for body in told if body.tlp in tlps],
        reached=delta.sequences[-1] if more else delta.head,
        head=delta.head,
        more=more,
    )
