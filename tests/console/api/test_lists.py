"""Lists: whole and by changes, for those they are meant for."""

import gzip
import json

import pyarrow as pa
import pytest

from noroshi.console.api import ROUTES
from noroshi.relay.share import RENDERERS
from noroshi.spine.model import Standing, Tlp
from noroshi.testing.changes import make_change

C2 = "/api/v1/lists/c2-servers"


def test_a_member_sees_the_lists_it_is_entitled_to(client, client_at, publish):
    publish(make_change(1), make_change(2, Standing.WITHDRAWN))
    lists = client.get("/api/v1/lists").json()["lists"]
    assert [(one["name"], one["entries"]) for one in lists] == [("c2-servers", 1), ("devices", 0)]
    assert [one["name"] for one in client_at("beta").get("/api/v1/lists").json()["lists"]] == [
        "devices"
    ]
    assert len(client_at("hub").get("/api/v1/lists").json()["lists"]) == 4


@pytest.mark.parametrize("path", [C2, "/api/v1/lists/nothing", C2 + "?since="])
def test_a_list_of_others_does_not_exist(client_at, publish, path):
    publish(make_change(1))
    answer = client_at("beta").get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert "see /api/v1/lists" in answer.json()["detail"]


def test_one_who_left_reads_nothing(client, members, hub, publish):
    publish(make_change(1))
    members.end("alpha", hub.clock())
    assert client.get(C2).status_code == 404


@pytest.mark.parametrize("name", sorted(RENDERERS))
def test_every_format_leaves_whole(client, publish, name):
    publish(make_change(1), make_change(2), make_change(3, Standing.SUSPENDED))
    answer = client.get(C2, params={"format": name}, headers={"Accept-Encoding": "identity"})
    assert answer.status_code == 200
    said = answer.headers["content-type"].removesuffix("; charset=utf-8")
    assert said == RENDERERS[name].media_type.removesuffix("; charset=utf-8")
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert "198.51.100.3" not in answer.text


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/stix+json", "application/stix+json;version=2.1"),
        ("*/*", "application/jsonl"),
        ("application/json", "application/jsonl"),
        ("text/csv, */*;q=0.1", "text/csv; charset=utf-8"),
    ],
)
def test_the_reader_chooses_by_accept(client, publish, accept, media_type):
    publish(make_change(1))
    assert client.get(C2, headers={"Accept": accept}).headers["content-type"] == media_type


def test_a_format_that_nobody_knows_is_told(client):
    assert client.get(C2, params={"format": "xml"}).status_code == 404
    assert client.get(C2, headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_packed_list_is_the_same_list(client, publish, coding):
    publish(*(make_change(n) for n in range(50)))
    plain = client.get(C2, headers={"Accept-Encoding": "identity"}).content
    with client.stream("GET", C2, headers={"Accept-Encoding": coding}) as answer:
        packed = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == coding
    if coding == "gzip":
        assert gzip.decompress(packed) == plain
    else:
        assert pa.CompressedInputStream(pa.BufferReader(packed), "zstd").read() == plain


def test_an_unchanged_list_is_not_sent_again(client, publish):
    publish(make_change(1))
    etag = client.get(C2).headers["etag"]
    again = client.get(C2, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    publish(make_change(2))
    assert client.get(C2, headers={"If-None-Match": etag}).status_code == 200


def test_head_tells_what_get_would(client, publish):
    publish(make_change(1))
    head, got = client.head(C2), client.get(C2)
    assert head.content == b""
    for name in ("etag", "content-length", "content-type", "noroshi-cursor"):
        assert head.headers[name] == got.headers[name]


def test_red_never_leaves_and_strict_only_to_those_it_is_for(client, client_at, publish):
    publish(
        make_change(1, tlp=Tlp.RED),
        make_change(2, tlp=Tlp.AMBER_STRICT),
        make_change(3, tlp=Tlp.GREEN),
    )
    for path in (C2, C2 + "?since="):
        assert "198.51.100.1:" not in client.get(path).text + client_at("hub").get(path).text
        assert "198.51.100.2" in client.get(path).text
        assert "198.51.100.2" not in client_at("hub").get(path).text
        assert "198.51.100.3" in client_at("hub").get(path).text


def test_an_entry_ends_by_itself(client, publish, hub):
    (made,) = publish(make_change(1))
    etag = client.get(C2).headers["etag"]
    object.__setattr__(hub, "clock", lambda: made.indicator.valid_until)
    answer = client.get(C2, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.text) == (200, "")


def test_changes_come_in_pages_and_end_at_the_head(client, publish):
    publish(*(make_change(n) for n in range(5)))
    cursor, seen, answers = "", [], 0
    while True:
        page = client.get(C2, params={"since": cursor, "limit": 2}).json()
        seen += [entry["subject"]["address"] for entry in page["entries"]]
        cursor, answers = page["next"], answers + 1
        if not page["more"]:
            break
    assert seen == [f"198.51.100.{n}" for n in range(5)]
    assert (answers, cursor) == (3, page["head"])
    empty = client.get(C2, params={"since": cursor}).json()
    assert (empty["entries"], empty["next"]) == ([], cursor)


def test_what_must_be_taken_back_is_among_the_changes(client, publish):
    publish(make_change(1), make_change(2))
    cursor = client.get(C2).headers["noroshi-cursor"]
    publish(make_change(1, Standing.WITHDRAWN))
    (entry,) = client.get(C2, params={"since": cursor}).json()["entries"]
    assert (entry["standing"], entry["revoked"]) == ("withdrawn", True)


def test_changes_of_other_lists_move_the_cursor_only(client, publish):
    publish(make_change(1, collection="routing"))
    page = client.get(C2, params={"since": ""}).json()
    assert page["entries"] == []
    assert page["next"] == page["head"] != ""


def test_changes_as_lines_end_with_the_cursor(client, publish):
    publish(make_change(1))
    answer = client.get(C2, params={"since": "", "format": "jsonl"})
    first, end = map(json.loads, answer.text.splitlines())
    assert first["subject"]["address"] == "198.51.100.1"
    assert end == {"next": answer.headers["noroshi-cursor"], "head": end["head"], "more": False}


def test_wrong_cursors_are_told(client, publish):
    assert client.get(C2, params={"since": "rubbish"}).status_code == 400
    assert client.get(C2, params={"since": "", "format": "csv"}).status_code == 400
    publish(make_change(1))
    cursor = client.get(C2).headers["noroshi-cursor"]
    assert client.get(C2, params={"since": cursor}).status_code == 200
    assert client.get(C2, params={"since": "MTo5OTk"}).status_code == 410
    assert client.get(C2, params={"since": "", "limit": 0}).status_code == 400


def test_every_reading_is_noted_once_it_ended(client, publish, hub):
    made = publish(make_change(1), make_change(2))
    etag = client.get(C2, params={"format": "csv"}).headers["etag"]
    client.get(C2, params={"format": "csv"}, headers={"If-None-Match": etag})
    client.get(C2, params={"since": ""})
    client.head(C2)
    lists = client.get("/api/v1/operators/me/usage").json()["lists"]
    assert lists[0]["pulls"] == 3
    assert lists[0]["octets"] > 0
    assert (lists[0]["lag_editions"], lists[0]["held"]) == (0, 2)
    assert made[-1].sequence == 2


def test_nobody_unknown_reads(client_of):
    answer = client_of(ROUTES).get(C2)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["status"] == 401
