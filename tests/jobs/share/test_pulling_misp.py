"""Pulling MISP: feeds that are broken or hostile; reading a good one is in test_pulling."""

import json
from types import SimpleNamespace
from uuid import UUID

import pytest

from noroshi.jobs.share.pulling_misp import misp_batches
from noroshi.spine.model import SourceError
from noroshi.spine.net.http import Answer
from noroshi.testing.findings import MADE_AT

ONE, TWO = str(UUID(int=1)), str(UUID(int=2))


def pull(files, cursor=""):
    asked = []

    def ask(url):
        name = url.rpartition("/")[2]
        asked.append(name)
        told = files[name]
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        return Answer(status=200, headers={}, body=body, url=url)

    settings = SimpleNamespace(name="m", url="https://m.example/feed/", says="c2-server")
    peer = SimpleNamespace(settings=settings, ask=ask, source="peer:m")
    return list(misp_batches(peer, cursor, submission_id="s", at=MADE_AT)), asked


def event(*attributes, **more):
    return {"Event": {"info": "x", "Attribute": list(attributes)} | more}


def test_events_come_in_the_order_of_their_changes():
    manifest = {ONE: {"timestamp": "20"}, TWO: {"timestamp": 10}}
    files = {"manifest.json": manifest, f"{ONE}.json": event(), f"{TWO}.json": event()}
    batches, asked = pull(files)
    assert asked == ["manifest.json", f"{TWO}.json", f"{ONE}.json"]
    assert [batch.cursor for batch in batches] == ["10", "20"]
    assert pull(files, "20")[1] == ["manifest.json", f"{ONE}.json"]


def test_attributes_of_objects_are_read():
    nested = {"Attribute": [{"type": "ip-dst", "value": "203.0.113.1", "first_seen": "2026-01-01"}]}
    files = {"manifest.json": {ONE: {"timestamp": "1"}}, f"{ONE}.json": event(Object=[nested, 7])}
    (batch,), _ = pull(files)
    assert batch.contributions[0].subject.value == "203.0.113.1"
    assert batch.contributions[0].first_seen is not None


def test_names_that_are_no_uuid_are_never_asked_for():
    manifest = {"../x": {"timestamp": "1"}, "": {"timestamp": "1"}, ONE: {"timestamp": "soon"}}
    assert pull({"manifest.json": manifest | {TWO: 7}})[1] == ["manifest.json"]


@pytest.mark.parametrize("told", [b"", b"[]", b"[" * 5_000])
def test_a_broken_feed_is_told(told):
    with pytest.raises(SourceError):
        pull({"manifest.json": told})


def test_what_is_no_event_is_counted():
    files = {"manifest.json": {ONE: {"timestamp": "1"}}, f"{ONE}.json": {"Event": 7}}
    (batch,), _ = pull(files)
    assert batch.refused == {"no-event": 1}


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"type": "ip-dst|port", "value": "203.0.113.1|x"}, "bad-value"),
        ({"type": "ip-dst|port", "value": "x|1"}, "bad-value"),
        ({"first_seen": "soon"}, "bad-time"),
        ({"type": 7}, "other-type"),
    ],
)
def test_a_bad_attribute_is_counted(more, reason):
    bad = {"type": "ip-dst", "value": "203.0.113.1"} | more
    files = {"manifest.json": {ONE: {"timestamp": "1"}}, f"{ONE}.json": event(bad)}
    (batch,), _ = pull(files)
    assert batch.refused == {reason: 1}
