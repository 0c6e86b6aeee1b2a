"""Bluesky: posts with one of the words, their links from facets and cards."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from noroshi.sites.sense.watch.bluesky import COLLECTION, OVERLAP_US, bluesky_batches
from noroshi.spine.model import SourceError
from noroshi.testing.sources import stream, way_to


def event(number, text, **record):
    return json.dumps(
        {
            "did": "did:plc:abc",
            "time_us": 1_700_000_000_000_000 + number,
            "kind": "commit",
            "commit": {
                "operation": "create",
                "collection": COLLECTION,
                "rkey": f"r{number}",
                "record": {"text": text} | record,
            },
        }
    )


def read(messages, cursor=""):
    asked, batches = [], []

    def speak(connection):
        asked.append(connection.request.path)
        for message in messages:
            connection.send(message)

    with stream(speak) as url, pytest.raises(SourceError, match="ended the connection"):
        batches.extend(
            bluesky_batches(way_to(url), ["フィッシング", "Smishing"], cursor, lambda: False)
        )
    return batches, parse_qs(urlsplit(asked[0]).query)


def test_a_link_stands_in_the_facets_and_in_the_card():
    text = "フィッシング login.bank…"
    facet = {
        "index": {"byteStart": 19, "byteEnd": len(text.encode())},
        "features": [
            {"$type": "app.bsky.richtext.facet#link", "uri": "http://login.bank.example/x"}
        ],
    }
    card = {"external": {"uri": "http://card.example/"}}
    batches, _ = read([event(1, text, facets=[facet], embed=card)])
    (post,) = [post for batch in batches for post in batch.posts]
    assert "http://login.bank.example/x" in post.text
    assert post.urls == ["http://card.example/"]
    assert batches[-1].cursor == "1700000000000001"


def test_other_posts_move_the_cursor_only():
    others = [
        event(1, "weather"),
        json.dumps({"time_us": 1_700_000_000_000_009, "kind": "identity"}),
    ]
    batches, _ = read(others)
    assert [batch.posts for batch in batches if batch.posts] == []
    assert batches[-1].cursor == "1700000000000009"


def test_words_are_found_in_any_case():
    batches, _ = read([event(1, "SMISHING http://a.example/")])
    assert sum(len(batch.posts) for batch in batches) == 1


def test_reading_goes_on_a_little_before_the_cursor():
    _, query = read([event(2, "x")], cursor="1700000000000000")
    assert query == {
        "wantedCollections": [COLLECTION],
        "cursor": [str(1_700_000_000_000_000 - OVERLAP_US)],
    }


def test_what_is_no_event_is_counted():
    batches, _ = read(["[]", "{", '{"time_us": "x"}', event(3, "smishing", facets=7)])
    refused = sum(sum(batch.refused.values()) for batch in batches)
    assert refused == 4
