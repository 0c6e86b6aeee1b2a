"""Folders: lists in formats of several files, each file at an address of its own.

All files are of one moment: they are written together, and made anew together.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated

from litestar import HttpMethod, Response, route
from litestar.exceptions import NotFoundException
from litestar.params import PathParameter
from litestar.response import Stream

from noroshi.console.api.answer import Asked, not_modified, stream, unchanged
from noroshi.console.caller import Asking
from noroshi.console.copies import CHUNK, Copy, CopyKey
from noroshi.console.hub import AtHub, Hub
from noroshi.console.permit import permit
from noroshi.console.reach import Reach, reach_of
from noroshi.relay.share import FOLDERS, Folder
from noroshi.relay.share import Edition as ListEdition
from noroshi.spine.model import Indicator, Right, Standing
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.spine.store.pulls import Pull

READ_AT_ONCE = 5_000
"""Entries read in one question."""


class FolderCopy(Copy):
    """All files of a folder, one behind the other.

    Attributes:
        places: Where each file begins, and its octets, by name.
    """

    def __init__(
        self, folder: Path, *, head: int, made_at: datetime, ends_at: datetime | None = None
    ) -> None:
        super().__init__(folder, head=head, made_at=made_at, ends_at=ends_at)
        self.places: dict[str, tuple[int, int]] = {}

    def add(self, name: str, chunks: Iterator[bytes]) -> None:
        """Append a file."""
        begin = self.size
        self.write(chunks)
        self.places[name] = (begin, self.size - begin)

    def chunks_of(self, name: str) -> Iterator[bytes]:
        """One file's octets, for any number of readers at once."""
        begin, size = self.places[name]
        for start in range(0, size, CHUNK):
            yield os.pread(self._descriptor, min(CHUNK, size - start), begin + start)


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeFolder:
    """What one reader asks for.

    Attributes:
        hub: Where.
        reach: What the reader may read.
        collection: Which list.
        form: In which format.
        at: The present.
    """

    hub: Hub
    reach: Reach
    collection: str
    form: Folder
    at: datetime = field(compare=False)

    def copy(self) -> FolderCopy:
        """The folder as it is now; held for all who read the same."""
        tlps = tuple(tlp.value for tlp in self.reach.tlps(self.collection))
        key = CopyKey(self.collection, self.form.name, tlps)
        held = self.hub.copies.get(key, self._fits, self._made)
        assert isinstance(held, FolderCopy)
        return held

    def etag(self, copy: Copy, name: str) -> str:
        """Validator of one file."""
        producer = self.hub.home.settings.share.producer
        told = (self.collection, self.form.name, name, copy.head, copy.ends_at, producer)
        marks = tuple(tlp.value for tlp in self.reach.tlps(self.collection))
        return f'W/"{sha256(repr((told, marks)).encode()).hexdigest()[:32]}"'

    def _fits(self, held: Copy) -> bool:
        ended = held.ends_at is not None and held.ends_at <= self.at
        return not ended and held.head == self._shared.head_of(self.collection)

    @property
    def _shared(self) -> SharedList:
        return SharedList(self.hub.store.database)

    def _made(self, folder: Path) -> Copy:
        # The head is read first: what is published meanwhile makes the next copy, never a gap.
        copy = FolderCopy(
            folder,
            head=self._shared.head_of(self.collection),
            made_at=self.at,
            ends_at=self._shared.next_end(self.collection, self.at),
        )
        producer = self.hub.home.settings.share.producer
        edition = ListEdition(producer=producer, at=self.at, sequence=copy.head)
        for document in self.form.render(self._said(copy), edition):
            copy.add(document.name, document.chunks)
        return copy

    def _said(self, copy: Copy) -> Iterator[Indicator]:
        """What the format can say; what was taken back only where it has tombstones."""
        standings = tuple(Standing) if self.form.tombstones else (Standing.LIVE,)
        choice = Choice(
            collections=(self.collection,),
            standings=standings,
            tlps=self.reach.tlps(self.collection),
        )
        after = 0
        while page := self._shared.entries(choice, limit=READ_AT_ONCE, after=after):
            after = page[-1].sequence
            for listed in page:
                one = listed.indicator
                if self.form.can_say(one.subject) and self.form.lists(one, self.at):
                    copy.entries += 1
                    yield one


@route(
    "/lists/{collection:str}/{folder:str}/{file:str}",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    opt=permit(Right.READ_LISTS),
    sync_to_thread=True,
    summary="One file of a list in a format of several files",
)
def read_folder(  # the parameters of the route, each by its name
    hub: AtHub,
    caller: Asking,
    request: Asked,
    collection: Annotated[str, PathParameter(description="Name of a list.", max_length=64)],
    folder: Annotated[
        str, PathParameter(description="`misp` or `suricata-reputation`.", max_length=64)
    ],
    file: Annotated[
        str, PathParameter(description="Name of a file, as `manifest.json`.", max_length=64)
    ],
) -> Response[None] | Stream:
    """Point a consumer at the address without the file's name: it is the folder's.

    Files answer `If-None-Match`.
    """
    reach = reach_of(hub, caller)
    reach.collection(collection)
    form = FOLDERS.get(folder)
    if form is None:
        raise NotFoundException(f"there is no folder {folder!r}; choose of {', '.join(FOLDERS)}")
    whole = WholeFolder(hub=hub, reach=reach, collection=collection, form=form, at=hub.clock())
    copy = whole.copy()
    if file not in copy.places:
        raise NotFoundException("there is no such file in the folder as it is now")
    headers = {"ETag": whole.etag(copy, file), "Cache-Control": "private, no-cache"}

    def read(octets: int) -> None:
        hub.pulls.note(
            Pull(
                operator_id=reach.operator.id,
                collection=collection,
                format=form.name,
                last_at=hub.clock(),
                octets=octets,
                entries=copy.entries,
                sequence=copy.head,
            )
        )

    if unchanged(request, headers["ETag"]):
        read(0)
        return not_modified(headers)
    return stream(
        request,
        copy.chunks_of(file),
        size=copy.places[file][1],
        coding="",
        media_type="text/csv" if file.endswith(".csv") else form.media_type,
        headers=headers,
        read=read,
    )
