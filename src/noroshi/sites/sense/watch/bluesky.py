"""Bluesky: new posts that hold one of some words, from a Jetstream server.

A link stands in the facets of a post, its text shows a shortened form; a card's link stands in the
embed. Source: github.com/bluesky-social/jetstream (README: `wantedCollections`, `cursor` in Unix
microseconds) and the lexicon app.bsky.feed.post.
"""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

import msgspec

from noroshi.sites.sense.post import read_post
from noroshi.sites.sense.watch.batch import Batch, Post, Stop
from noroshi.sites.sense.watch.streaming import stream_batches
from noroshi.sites.sense.watch.way import Way, message_of
from noroshi.spine.model import InputError
from noroshi.spine.net.websocket import opened

COLLECTION = "app.bsky.feed.post"
OVERLAP_US = 2_000_000
"""How far before the cursor reading begins again: events are not in strict order of time."""


def bluesky_batches(way: Way, words: Sequence[str], cursor: str, stop: Stop) -> Iterator[Batch]:
    """Posts with one of the words from behind a cursor, in Unix microseconds.

    Raises:
        SourceError: The server is unwell or speaks another language.
    """
    wanted = [word.casefold() for word in words]
    query = {"wantedCollections": COLLECTION}
    if cursor:
        query["cursor"] = str(max(0, int(cursor) - OVERLAP_US))
    url = way.socket_url(f"/subscribe?{urlencode(query)}")
    with opened(url, destinations=way.destinations, headers=way.bearer()) as channel:

        def read(text: str) -> tuple[Post | None, str | None]:
            event = message_of(text)
            moment = event.get("time_us")
            if not isinstance(moment, int):
                raise InputError("bad-message")
            return _post(event, wanted), str(moment)

        yield from stream_batches(channel, read, stop)


def _post(event: Mapping[str, object], words: Sequence[str]) -> Post | None:
    commit = event.get("commit")
    if not isinstance(commit, Mapping) or commit.get("operation") != "create":
        return None
    record = commit.get("record")
    if commit.get("collection") != COLLECTION or not isinstance(record, Mapping):
        return None
    text = record.get("text")
    if not isinstance(text, str) or not any(word in text.casefold() for word in words):
        return None
    row = {"id": "0", "text": text, "facets": record.get("facets")}
    written = read_post(msgspec.json.encode(row)).text
    name = f"{event.get('did')}/{commit.get('rkey')}"
    return Post(id=name[:400], text=written, urls=_cards(record))


def _cards(record: Mapping[str, object]) -> list[str]:
    embed = record.get("embed")
    card = embed.get("external") if isinstance(embed, Mapping) else None
    uri = card.get("uri") if isinstance(card, Mapping) else None
    return [uri] if isinstance(uri, str) else []
