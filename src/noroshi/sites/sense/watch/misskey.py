"""Misskey: public notes with a hashtag, by WebSocket, with what was missed from the search.

Source: misskey-hub.net, API/streaming (channel `hashtag`) and `notes/search-by-tag` (with `sinceId` the
oldest come first). Ids sort by time.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from noroshi.sites.sense.watch.batch import Batch, Post, Stop
from noroshi.sites.sense.watch.streaming import stream_batches
from noroshi.sites.sense.watch.way import Way, json_of, message_of
from noroshi.spine.model import InputError, SourceError
from noroshi.spine.net.websocket import opened

PAGE = 100
MOST_PAGES = 500
"""Of what was missed; later notes come with the next reading."""

CHANNEL = "noroshi"
"""What we call our channel in the connection."""


def misskey_batches(way: Way, tag: str, cursor: str, stop: Stop) -> Iterator[Batch]:
    """Notes with a hashtag from behind a cursor, the id of the last note that was read.

    Raises:
        SourceError: The server is unwell or speaks another language.
    """
    newest = cursor
    path = "/streaming" + (f"?i={way.token}" if way.token else "")
    with opened(way.socket_url(path), destinations=way.destinations) as channel:
        channel.send(_connection(tag))
        for page in _missed(way, tag, cursor) if cursor else ():
            newest = page.cursor or newest
            yield page

        def read(text: str) -> tuple[Post | None, str | None]:
            nonlocal newest
            post = _streamed(text)
            if post is not None:
                newest = max(newest, post.id)
            return post, newest

        yield from stream_batches(channel, read, stop)


def _connection(tag: str) -> str:
    body = {"channel": "hashtag", "id": CHANNEL, "params": {"q": [[tag]]}}
    return msgspec.json.encode({"type": "connect", "body": body}).decode()


def _missed(way: Way, tag: str, cursor: str) -> Iterator[Batch]:
    for _ in range(MOST_PAGES):
        asked = {"tag": tag, "sinceId": cursor, "limit": PAGE}
        if way.token:
            asked["i"] = way.token
        headers = {"content-type": "application/json"}
        url = f"{way.url}/api/notes/search-by-tag"
        answer = way.checked(way.outbound.post(url, headers, msgspec.json.encode(asked)))
        rows = json_of(answer.body, way.name)
        if not isinstance(rows, list):
            raise SourceError(f"{way.name} gives no notes; is its url a Misskey server?")
        refused: Counter[str] = Counter()
        posts = []
        for row in rows:
            try:
                posts.append(_post(row))
            except InputError as error:
                refused[str(error)] += 1
        newest = max((post.id for post in posts), default="")
        if newest <= cursor:
            return
        cursor = newest
        yield Batch(posts=posts, cursor=cursor, read=len(rows), refused=refused)


def _streamed(text: str) -> Post | None:
    body = message_of(text).get("body")
    if not isinstance(body, Mapping) or body.get("id") != CHANNEL or body.get("type") != "note":
        return None
    return _post(body.get("body"))


def _post(row: object) -> Post:
    name = row.get("id") if isinstance(row, Mapping) else None
    if not isinstance(row, Mapping) or not isinstance(name, str) or not name.isalnum():
        raise InputError("no-post")
    words = [row[key] for key in ("cw", "text") if isinstance(row.get(key), str)]
    return Post(id=name[:40], text="\n".join(words))
