"""Both kinds of log are read to their signed size, and go on where reading ended."""

import base64
import json

import pytest

from noroshi.sites.sense.watch.certificates import log_batches, tile_batches, tile_path
from noroshi.sites.sense.watch.log_key import LogKey
from noroshi.spine.model import SourceError
from noroshi.testing.sources import MadeLog, way_to, web

BRANDS = ("mybank",)
KINDS = {"tiles": tile_batches, "log": log_batches}


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


def serving(log, kind):
    return web(log.tiles if kind == "tiles" else log.answers)


def read(kind, url, log, cursor, stop=lambda: False):
    return list(KINDS[kind](way_to(url), LogKey(log.public_key), BRANDS, cursor, stop))


def test_reading_begins_at_the_present_end(kind):
    log = MadeLog()
    log.add("www.mybank-login.example")
    with serving(log, kind) as url:
        (batch,) = read(kind, url, log, "")
        assert (batch.cursor, batch.posts) == ("1", ())
        assert read(kind, url, log, batch.cursor) == []


def test_names_with_a_brand_are_taken_also_of_precertificates(kind):
    log = MadeLog()
    log.add("www.mybank-login.example", "*.mybank-login.example", "other.example")
    log.add("rnybank.example", precert=True)
    log.add("quiet.example")
    with serving(log, kind) as url:
        batches = read(kind, url, log, "0")
    assert [post.urls[0] for batch in batches for post in batch.posts] == [
        "https://www.mybank-login.example/",
        "https://mybank-login.example/",
        "https://rnybank.example/",
    ]
    assert sum(batch.read for batch in batches) == 3
    assert batches[-1].cursor == "3"


def test_a_restart_in_the_middle_reads_each_entry_once(kind):
    log = MadeLog()
    one = MadeLog()
    one.add("mybank.example")
    log.certificates = one.certificates * 600
    with serving(log, kind) as url:
        cursor, numbers, broken = "130", [], 0
        while True:
            stopped = iter([False, True, True])
            batches = read(kind, url, log, cursor, stopped.__next__)
            if not batches:
                break
            broken += 1
            numbers += [batch.read for batch in batches]
            cursor = batches[-1].cursor
    assert cursor == "600"
    assert sum(numbers) == 470
    assert broken > 1


def test_a_size_that_another_key_signed_is_not_believed(kind):
    log = MadeLog()
    log.add("mybank.example")
    with serving(log, kind) as url, pytest.raises(SourceError, match="did not sign"):
        read(kind, url, MadeLog(), "0")


def test_what_is_no_certificate_is_counted(kind):
    log = MadeLog(certificates=[b"junk"])
    log.add("mybank.example")
    with serving(log, kind) as url:
        batches = read(kind, url, log, "0")
    assert sum(batch.refused["certificate-unreadable"] for batch in batches) == 1
    assert sum(len(batch.posts) for batch in batches) == 1


@pytest.mark.parametrize("body", [b"", b"{}", b"<html>", b"[1]", b'{"entries": []}'])
def test_a_log_that_does_not_answer_as_one_is_unwell(kind, body):
    log = MadeLog()
    log.add("mybank.example")

    def odd(asked):
        good = log.tiles(asked) if kind == "tiles" else log.answers(asked)
        head = asked.path in {"/checkpoint", "/ct/v1/get-sth"}
        return good if head else (200, {}, body)

    with web(odd) as url, pytest.raises(SourceError, match="made"):
        read(kind, url, log, "0")
    with web(lambda _: (200, {}, body)) as url, pytest.raises(SourceError, match="made"):
        read(kind, url, log, "0")


@pytest.mark.parametrize(
    "change", [{"tree_size": -1}, {"sha256_root_hash": "AA=="}, {"tree_head_signature": "?"}]
)
def test_a_tree_head_that_cannot_be_is_refused(change):
    log = MadeLog()

    def odd(asked):
        status, headers, body = log.answers(asked)
        return status, headers, json.dumps(json.loads(body) | change).encode()

    with web(odd) as url, pytest.raises(SourceError, match="tree head"):
        read("log", url, log, "0")


def test_one_entry_of_an_unknown_kind_is_counted():
    log = MadeLog()
    log.add("mybank.example")

    def odd(asked):
        status, headers, body = log.answers(asked)
        if "entries" in asked.path:
            strange = {"leaf_input": base64.b64encode(b"\1\1").decode(), "extra_data": ""}
            body = json.dumps({"entries": [strange]}).encode()
        return status, headers, body

    with web(odd) as url:
        (batch,) = read("log", url, log, "0")
    assert batch.refused == {"certificate-unreadable": 1}


def test_tiles_are_named_by_threes():
    assert [tile_path(n) for n in (0, 67, 1000, 1_234_067)] == [
        "000", "067", "x001/000", "x001/x234/067",
    ]  # fmt: skip
