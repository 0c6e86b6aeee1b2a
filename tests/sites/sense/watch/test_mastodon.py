"""Mastodon: what was missed comes from the timeline, what is new from the stream; each once."""

import json

import pytest

from noroshi.sites.sense.watch.mastodon import later, mastodon_batches
from noroshi.spine.model import SourceError
from noroshi.testing.sources import as_json, stream, way_to, web


class Server:
    """A made server: posts of one tag, the older in the timeline, the newer in the stream."""

    def __init__(self, timeline, streamed):
        self.timeline, self.streamed, self.heard = timeline, streamed, []

    def answer(self, asked):
        if asked.path != "/api/v1/timelines/tag/詐欺" and "%E8" not in asked.path:
            return 404, {}, b""
        newer = [n for n in self.timeline if n > int(asked.query["min_id"])][
            : int(asked.query["limit"])
        ]
        return as_json([status(n) for n in reversed(newer)])

    def speak(self, connection):
        self.heard.append(json.loads(connection.recv()))
        for message in self.streamed:
            connection.send(message)


def status(number):
    return {
        "id": str(number),
        "content": f'<p>sms <a href="http://h{number}.example/">h{number}</a></p>',
        "spoiler_text": "note",
        "account": {"acct": "taro@social.example", "display_name": "Taro"},
    }


def event(payload, kind="update"):
    return json.dumps(
        {"stream": ["hashtag", "詐欺"], "event": kind, "payload": json.dumps(payload)}
    )


def read(server, cursor):
    """Timeline and stream are two servers here; the stream's address is rewritten to its own."""
    with web(server.answer) as timeline, stream(server.speak) as streaming:
        way = way_to(timeline)
        object.__setattr__(way, "url", Both(timeline, streaming))
        batches = []
        with pytest.raises(SourceError, match="ended the connection"):
            batches.extend(mastodon_batches(way, "詐欺", cursor, lambda: False))
        return batches


class Both(str):
    """A URL whose WebSocket form leads to another port."""

    def __new__(cls, timeline, streaming):
        made = super().__new__(cls, timeline)
        made.streaming = streaming
        return made

    def replace(self, *args):
        return self.streaming.replace(*args)


def ids(batches):
    return [post.id for batch in batches for post in batch.posts]


def test_the_stream_is_subscribed_and_read():
    server = Server([], [event(status(5)), event("7", "delete"), "junk", event({"id": "x"})])
    batches = read(server, "")
    assert server.heard == [{"type": "subscribe", "stream": "hashtag", "tag": "詐欺"}]
    assert ids(batches) == ["5"]
    assert batches[-1].cursor == "5"
    refused = {reason for batch in batches for reason in batch.refused}
    assert refused == {"bad-message", "no-post"}
    assert "http://h5.example/" in batches[0].posts[0].text
    assert "taro" not in repr(batches).lower()


def test_what_was_missed_is_read_page_by_page_before_the_stream():
    server = Server(range(1, 101), [event(status(101))])
    batches = read(server, "9")
    assert sorted(ids(batches), key=int) == [str(n) for n in range(10, 102)]
    assert batches[-1].cursor == "101"
    assert [batch.cursor for batch in batches[:3]] == ["49", "89", "100"]


def test_a_late_post_does_not_move_the_cursor_back():
    server = Server([], [event(status(9)), event(status(7))])
    assert read(server, "")[-1].cursor == "9"


def test_rows_that_are_no_posts_are_passed_over():
    server = Server([], [])
    server.answer = lambda asked: as_json(["junk"])
    assert ids(read(server, "1")) == []


def test_an_answer_that_is_no_timeline_ends_the_reading():
    server = Server([], [])
    server.answer = lambda asked: as_json({"error": "no"})
    with web(server.answer) as timeline, stream(server.speak) as streaming:
        way = way_to(timeline)
        object.__setattr__(way, "url", Both(timeline, streaming))
        with pytest.raises(SourceError, match="gives no timeline"):
            list(mastodon_batches(way, "詐欺", "1", lambda: False))


def test_longer_ids_are_later():
    assert later("10", "9")
    assert not later("9", "9")
