"""Whole list: every live entry of one list in one format, from a copy that many readers share."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from noroshi.console.copies import HELD, LARGE, Copy, CopyKey
from noroshi.console.hub import Hub
from noroshi.relay.share import Edition as ListEdition
from noroshi.relay.share import Renderer
from noroshi.spine.model import Indicator, Tlp
from noroshi.spine.store.lists import SharedList


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeList:
    """What one reader asks for.

    Attributes:
        hub: Where.
        renderer: In which format.
        key: Which list, markings and coding.
        at: The present.
    """

    hub: Hub
    renderer: Renderer
    key: CopyKey
    at: datetime

    @property
    def etag(self) -> str:
        """Validator of the list as it is now; known without rendering it."""
        shared = SharedList(self.hub.store.database)
        name = self.key.collection
        return self._etag(shared.head_of(name), shared.next_end(name, self.at))

    def etag_of(self, copy: Copy) -> str:
        """Validator of a copy."""
        return self._etag(copy.head, copy.ends_at)

    def copy(self) -> Copy:
        """The list as octets. Additions to a large list may wait a moment, removals never do."""
        plain = CopyKey(self.key.collection, self.key.format, self.key.tlps)
        copy = self.hub.copies.get(plain, self._fits, self._made)
        return self.hub.copies.encoded(copy, self.key) if self.key.encoding else copy

    def _etag(self, head: int, ends_at: datetime | None) -> str:
        producer = self.hub.home.settings.share.producer
        told = (self.key.collection, self.key.format, self.key.tlps, head, ends_at, producer)
        return f'W/"{sha256(repr(told).encode()).hexdigest()[:32]}"'

    def _fits(self, held: Copy) -> bool:
        if held.ends_at is not None and held.ends_at <= self.at:
            return False
        shared = SharedList(self.hub.store.database)
        if held.head == shared.head_of(self.key.collection):
            return True
        young = held.entries >= LARGE and self.at - held.made_at < HELD
        return young and not shared.gone_since(held.head, self.key.collection)

    def _made(self, folder: Path) -> Copy:
        shared = SharedList(self.hub.store.database)
        name = self.key.collection
        # The head is read first: what is published meanwhile makes the next copy, never a gap.
        copy = Copy(
            folder,
            head=shared.head_of(name),
            made_at=self.at,
            ends_at=shared.next_end(name, self.at),
        )
        edition = ListEdition(
            producer=self.hub.home.settings.share.producer, at=self.at, sequence=copy.head
        )
        copy.write(self.renderer.render(self._said(shared, copy), edition))
        return copy

    def _said(self, shared: SharedList, copy: Copy) -> Iterator[Indicator]:
        for edition in shared.walk(self.key.collection, tlps=[Tlp(tlp) for tlp in self.key.tlps]):
            indicator = edition.indicator
            if self.renderer.can_say(indicator.subject) and indicator.valid_until > self.at:
                copy.entries += 1
                yield indicator
