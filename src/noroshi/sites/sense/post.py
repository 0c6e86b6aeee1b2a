"""Post: one message of a platform, and its text with every link written out."""

from dataclasses import dataclass
from typing import Annotated

import msgspec

from noroshi.sites.sense.markup import Link, plain_text, with_links
from noroshi.spine.model import InputError

MOST_CHARACTERS = 30_000
"""Longest text that is read; the longest posts (of X) end at 25,000."""

MOST_LINKS = 300
"""Most links of one post that a platform may tell beside the text."""


class _Feature(msgspec.Struct):
    uri: str = ""


class _Index(msgspec.Struct, rename="camel"):
    byte_start: int
    byte_end: int


class _Facet(msgspec.Struct):
    index: _Index
    features: list[_Feature] = msgspec.field(default_factory=list)


class _Expanded(msgspec.Struct):
    url: str = ""
    expanded_url: str = ""


class _Entities(msgspec.Struct):
    urls: list[_Expanded] = msgspec.field(default_factory=list)


class _Row(msgspec.Struct):
    id: str | Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
    text: str
    facets: list[_Facet] | None = None
    entities: _Entities | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post as its readers see it.

    Attributes:
        id: The platform's own id.
        text: Plain text; what a link leads to stands in place of what it shows.
    """

    id: str | int
    text: str


_DECODER = msgspec.json.Decoder(_Row)


def read_post(line: bytes) -> Post:
    """A post from one line of JSON: `id`, `text`, and `facets` or `entities` where a platform has them.

    `facets` are Bluesky's (offsets in UTF-8 octets), `entities.urls` those of X (short URL and the
    expanded one). Text with tags is read as HTML, as Mastodon sends it.

    Raises:
        InputError: The line is no such object, or larger than any post. The message is the reason.
    """
    try:
        row = _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError("bad-row") from error
    if len(row.text) > MOST_CHARACTERS:
        raise InputError("text-too-long")
    text = row.text
    if row.facets:
        text = with_links(text, _links(row.facets))
    if row.entities:
        for url in row.entities.urls[:MOST_LINKS]:
            if url.url and url.expanded_url:
                text = text.replace(url.url, f" {url.expanded_url} ", 1)
    return Post(id=row.id, text=plain_text(text)[:MOST_CHARACTERS])


def _links(facets: list[_Facet]) -> list[Link]:
    return [
        Link(facet.index.byte_start, facet.index.byte_end, feature.uri)
        for facet in facets[:MOST_LINKS]
        for feature in facet.features[:1]
        if feature.uri
    ]
