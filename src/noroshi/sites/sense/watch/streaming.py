"""Streaming: messages of a WebSocket, gathered into batches without keeping anybody waiting."""

from collections import Counter
from collections.abc import Callable, Iterator
from time import monotonic

from noroshi.sites.sense.watch.batch import LINGER_S, MOST_POSTS, Batch, Post, Stop
from noroshi.spine.model import InputError
from noroshi.spine.net.websocket import Channel

TICK_S = 0.5
"""How soon a wish to stop is noticed while nothing comes."""

Read = Callable[[str], tuple[Post | None, str | None]]
"""A message to its post, if it is of interest, and to the cursor behind it, if it moves one.

Raises `InputError` where it cannot be read; the message is the reason."""


def stream_batches(channel: Channel, read: Read, stop: Stop) -> Iterator[Batch]:
    """Batches of what comes, each at most `MOST_POSTS` long and `LINGER_S` old.

    Raises:
        SourceError: The connection is gone. What came before was given.
    """
    while not stop():
        first = channel.receive(TICK_S)
        if first is not None:
            yield _gathered(channel, first, read)


def _gathered(channel: Channel, first: str, read: Read) -> Batch:
    posts: list[Post] = []
    refused: Counter[str] = Counter()
    cursor: str | None = None
    count, end = 0, monotonic() + LINGER_S
    message: str | None = first
    while message is not None:
        count += 1
        try:
            post, moved = read(message)
        except InputError as error:
            refused[str(error)] += 1
        else:
            cursor = moved or cursor
            if post is not None:
                posts.append(post)
        left = end - monotonic()
        # A connection that is gone says so at the next receive, behind this batch.
        message = channel.waiting(left) if count < MOST_POSTS and left > 0 else None
    return Batch(posts=posts, cursor=cursor, read=count, refused=refused)
