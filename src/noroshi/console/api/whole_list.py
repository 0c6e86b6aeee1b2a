"""Whole list: every live entry of one list in one format, from a copy that many readers share."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from noroshi.console.copies import HELD, LARGE, Copy, CopyKey, Piece
from noroshi.console.hub import Hub
from noroshi.relay.share import Edition as ListEdition
from noroshi.relay.share import Renderer
from noroshi.spine.model import Tlp
from noroshi.spine.model.stretch import Stretch, Subjects
from noroshi.spine.store.lists import SharedList
from noroshi.spine.store.stretches import Moment, Part, Past, Stretches, piece_of


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
        if self.renderer.of_stretch is not None:
            return self._patched(folder, self.renderer.of_stretch)
        # The head is read first: what is published meanwhile makes the next copy, never a gap.
        copy = self._empty(folder, SharedList(self.hub.store.database).head_of(self.key.collection))
        copy.write(self._drawn(copy, self._edition(copy)))
        return copy

    def _patched(self, folder: Path, draw: Callable[[Stretch, ListEdition], bytes]) -> Copy:
        """A copy that takes over from the last one what did not change since."""
        before = self.hub.copies.held(replace(self.key, encoding=""))
        stretches = Stretches(self.hub.store.database)
        with stretches.standing_still(self._part) as moment:
            copy = self._empty(folder, moment.head)
            kept = dict(before.pieces) if before and before.made_at <= self.at else {}
            if before and kept:
                for number in moment.touched(Past(head=before.head, at=before.made_at)):
                    kept.pop(number, None)
            patch = Patch(copy, before, kept, self.renderer.begin)
            edition = self._edition(copy)
            copy.write(patch.chunks(moment, lambda stretch: draw(stretch, edition)))
        return copy

    def _empty(self, folder: Path, head: int) -> Copy:
        ends_at = SharedList(self.hub.store.database).next_end(self.key.collection, self.at)
        return Copy(folder, head=head, made_at=self.at, ends_at=ends_at)

    def _edition(self, copy: Copy) -> ListEdition:
        producer = self.hub.home.settings.share.producer
        return ListEdition(producer=producer, at=self.at, sequence=copy.head)

    @property
    def _part(self) -> Part:
        return Part(
            collection=self.key.collection,
            tlps=[Tlp(tlp) for tlp in self.key.tlps],
            kinds=self.renderer.kinds,
            at=self.at,
            begun=not self.renderer.tombstones,
            untold=self.renderer.untold,
        )

    def _drawn(self, copy: Copy, edition: ListEdition) -> Iterator[bytes]:
        stretches = Stretches(self.hub.store.database)
        if self.renderer.of_subjects is not None:
            pages = _each_counted(copy, stretches.subjects(self._part))
            return self.renderer.of_subjects(pages, edition)
        columns = _counted(copy, self.renderer, stretches.columns(self._part))
        return self.renderer.drawn(columns, edition)


@dataclass(slots=True)
class Patch:
    """Writes a copy out of pieces of the last one and of pieces that are drawn now.

    Attributes:
        copy: What is written; its pieces and entries are noted.
        before: The last copy.
        kept: Pieces of it that hold, by number.
        begin: What stands before the first entry.
    """

    copy: Copy
    before: Copy | None
    kept: Mapping[int, Piece]
    begin: bytes

    def chunks(self, moment: Moment, draw: Callable[[Stretch], bytes]) -> Iterator[bytes]:
        """The octets of the copy, in order."""
        yield self.begin
        start = len(self.begin)
        for number, octets, entries in self._pieces(moment, draw):
            yield octets
            self.copy.entries += entries
            # The last piece still grows.
            if number < piece_of(self.copy.head + 1):
                self.copy.pieces[number] = Piece(start, len(octets), entries)
            start += len(octets)

    def _pieces(
        self, moment: Moment, draw: Callable[[Stretch], bytes]
    ) -> Iterator[tuple[int, bytes, int]]:
        last = piece_of(self.copy.head)
        for is_kept, run in groupby(range(last + 1), key=self.kept.__contains__):
            numbers = list(run)
            if is_kept and self.before is not None:
                for number in numbers:
                    piece = self.kept[number]
                    yield number, self.before.piece(piece), piece.entries
            else:
                for number, stretch in moment.pieces(numbers[0], numbers[-1]):
                    yield number, draw(stretch), len(stretch.ids)


def _counted(copy: Copy, renderer: Renderer, stretches: Iterator[Stretch]) -> Iterator[Stretch]:
    for stretch in stretches:
        copy.entries += renderer.count(stretch)
        yield stretch


def _each_counted(copy: Copy, pages: Iterator[Subjects]) -> Iterator[Subjects]:
    for page in pages:
        copy.entries += len(page.values)
        yield page
