"""Mastodon: public posts with a hashtag, by WebSocket, with what was missed from the timeline.

Source: docs.joinmastodon.org, methods/streaming (subscribe, `update`) and methods/timelines (`min_id`
gives what is directly newer, so pages can be followed upwards).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlencode

import msgspec

from noroshi.sites.sense.watch.batch import Batch, Post, Stop
from noroshi.sites.sense.watch.streaming import stream_batches
from noroshi.sites.sense.watch.way import Way, json_of, message_of
from noroshi.spine.model import InputError, SourceError
from noroshi.spine.net.websocket import opened

PAGE = 40
"""Posts that the timeline gives at once."""

MOST_PAGES = 500
"""Of what was missed; older posts are left."""


def mastodon_batches(way: Way, tag: str, cursor: str, stop: Stop) -> Iterator[Batch]:
    """Posts with a hashtag from behind a cursor, the id of the last post that was read.

    The stream is opened before the timeline is asked, so nothing falls between the two. Without a
    cursor reading begins with what is posted from now on.

    Raises:
        SourceError: The server is unwell or speaks another language.
    """
    newest = cursor
    url = way.socket_url("/api/v1/streaming")
    with opened(url, destinations=way.destinations, headers=way.bearer()) as channel:
        channel.send(_subscription(tag))
        for page in _missed(way, tag, cursor) if cursor else ():
            newest = page.cursor or newest
            yield page

        def read(text: str) -> tuple[Post | None, str | None]:
            nonlocal newest
            post = _streamed(text)
            if post is not None and later(post.id, newest):
                newest = post.id
            return post, newest

        yield from stream_batches(channel, read, stop)


def later(one: str, other: str) -> bool:
    """Whether an id was given after another; ids are numbers that grow."""
    return (len(one), one) > (len(other), other)


def _subscription(tag: str) -> str:
    return msgspec.json.encode({"type": "subscribe", "stream": "hashtag", "tag": tag}).decode()


def _missed(way: Way, tag: str, cursor: str) -> Iterator[Batch]:
    place = f"{way.url}/api/v1/timelines/tag/{quote(tag, safe='')}"
    for _ in range(MOST_PAGES):
        answer = way.ask(f"{place}?{urlencode({'limit': PAGE, 'min_id': cursor})}")
        rows = json_of(answer.body, way.name)
        if not isinstance(rows, list):
            raise SourceError(f"{way.name} gives no timeline; is its url a Mastodon server?")
        if not rows:
            return
        refused: Counter[str] = Counter()
        posts = []
        for row in rows:
            try:
                posts.append(_post(row))
            except InputError as error:
                refused[str(error)] += 1
        newest = max((post.id for post in posts), key=lambda each: (len(each), each), default="")
        if not later(newest, cursor):
            return
        cursor = newest
        yield Batch(posts=posts, cursor=cursor, read=len(rows), refused=refused)


def _streamed(text: str) -> Post | None:
    message = message_of(text)
    if message.get("event") != "update":
        return None
    payload = message.get("payload")
    return _post(message_of(payload) if isinstance(payload, str) else payload)


def _post(row: object) -> Post:
    if not isinstance(row, Mapping):
        raise InputError("no-post")
    name, content = row.get("id"), row.get("content")
    if not isinstance(name, str) or not name.isdecimal() or not isinstance(content, str):
        raise InputError("no-post")
    warning = row.get("spoiler_text")
    return Post(id=name[:40], text=f"{warning}\n{content}" if isinstance(warning, str) else content)
