"""Misskey: what was missed comes from the search, what is new from the channel; each once."""

import json

import pytest

from noroshi.sites.sense.watch.misskey import CHANNEL, misskey_batches
from noroshi.spine.model import SourceError
from noroshi.testing.sources import as_json, stream, way_to, web


def note(number):
    return {
        "id": f"a{number:04d}",
        "cw": "詐欺SMS",
        "text": f"[ここ](http://h{number}.example/)",
        "user": {"username": "taro"},
    }


def in_channel(number, channel=CHANNEL):
    body = {"id": channel, "type": "note", "body": note(number)}
    return json.dumps({"type": "channel", "body": body})


def read(notes, streamed, cursor, token=""):
    heard, asked_for, batches = [], [], []

    def answer(asked):
        wanted = json.loads(asked.body)
        asked_for.append(wanted)
        return as_json([n for n in notes if n["id"] > wanted["sinceId"]][: wanted["limit"]])

    def speak(connection):
        heard.append((connection.request.path, json.loads(connection.recv())))
        for message in streamed:
            connection.send(message)

    with web(answer) as search, stream(speak) as streaming:
        way = way_to(search, token)
        object.__setattr__(way, "url", _Both(search, streaming))
        with pytest.raises(SourceError, match="ended the connection"):
            batches.extend(misskey_batches(way, "詐欺", cursor, lambda: False))
    return batches, heard, asked_for


class _Both(str):
    def __new__(cls, search, streaming):
        made = super().__new__(cls, search)
        made.streaming = streaming
        return made

    def replace(self, *args):
        return self.streaming.replace(*args)


def ids(batches):
    return [post.id for batch in batches for post in batch.posts]


def test_the_channel_of_the_tag_is_read():
    batches, heard, _ = read([], [in_channel(5), in_channel(6, "other"), "junk"], "", "secret")
    assert ids(batches) == ["a0005"]
    path, opening = heard[0]
    assert path == "/streaming?i=secret"
    assert opening["body"]["params"] == {"q": [["詐欺"]]}
    assert sum(batch.refused["bad-message"] for batch in batches) == 1
    assert "taro" not in repr(batches)


def test_what_was_missed_is_read_upwards_before_the_stream():
    batches, _, asked_for = read([note(n) for n in range(250)], [in_channel(250)], "a0009", "t")
    assert ids(batches) == [f"a{n:04d}" for n in range(10, 251)]
    assert batches[-1].cursor == "a0250"
    assert {one["i"] for one in asked_for} == {"t"}


def test_rows_that_are_no_notes_are_counted():
    batches, _, _ = read([note(1), {"id": "z"}, {"id": "b 1"}], [], "a0000")
    assert batches[0].refused["no-post"] == 1
