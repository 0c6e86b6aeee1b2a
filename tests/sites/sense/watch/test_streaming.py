"""Streams are gathered into batches that keep what came before the end."""

from noroshi.sites.sense.watch.batch import MOST_POSTS, Post
from noroshi.sites.sense.watch.streaming import stream_batches
from noroshi.spine.model import InputError


class Line:
    """Gives messages, then silence."""

    def __init__(self, messages):
        self.messages = iter(messages)

    def receive(self, timeout_s):
        return next(self.messages, None)

    waiting = receive


def read(text):
    if text == "bad":
        raise InputError("bad-message")
    return Post(id=text), text


def test_a_burst_is_cut_into_batches():
    stop = iter([False] * 4 + [True])
    batches = list(stream_batches(Line(map(str, range(450))), read, lambda: next(stop)))
    assert [batch.read for batch in batches] == [MOST_POSTS, MOST_POSTS, 50]
    assert batches[-1].cursor == "449"


def test_bad_messages_are_counted_between_good_ones():
    stop = iter([False, True])
    (batch,) = stream_batches(Line(["1", "bad", "2"]), read, lambda: next(stop))
    assert ([post.id for post in batch.posts], batch.refused, batch.read) == (
        ["1", "2"], {"bad-message": 1}, 3,
    )  # fmt: skip
