"""Pulling TAXII: what a server says that is broken, endless or hostile."""

import json
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.jobs.share.pulling_taxii import TAXII, taxii_batches
from noroshi.spine.model import SourceError
from noroshi.spine.net.http import Answer
from noroshi.testing.findings import MADE_AT

STAMP = "2026-01-01T00:00:00.000000Z"


def sco(value, **more):
    return {"type": "ipv4-addr", "id": f"ipv4-addr--{value}", "value": value} | more


def page(*objects, **more):
    return {"objects": list(objects)} | more


def pull(*pages, cursor="", kind=TAXII, stamp=STAMP):
    """Batches of a server that gives these pages, and what it was asked."""
    left, asked = list(pages), []

    def ask(url, headers):
        asked.append(parse_qs(urlsplit(url).query))
        told = left.pop(0)
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        headers = {"content-type": kind} | ({"x-taxii-date-added-last": stamp} if stamp else {})
        return Answer(status=200, headers=headers, body=body, url=url)

    settings = SimpleNamespace(
        name="p", url="https://p.example/r/", collection="c", says="c2-server"
    )
    peer = SimpleNamespace(settings=settings, ask=ask, source="peer:p")
    return list(taxii_batches(peer, cursor, submission_id="s", at=MADE_AT)), asked


def test_pages_are_followed_by_their_token():
    batches, asked = pull(page(sco("203.0.113.1"), more=True, next="t"), page(sco("203.0.113.2")))
    assert [one.subject.value for batch in batches for one in batch.contributions] == [
        "203.0.113.1",
        "203.0.113.2",
    ]
    assert "next" not in asked[0]
    assert asked[1]["next"] == ["t"]


def test_the_cursor_lies_just_before_the_last_stamp():
    batches, _ = pull(page(sco("203.0.113.1")))
    assert batches[0].cursor == "2025-12-31T23:59:59.999999Z"
    _, asked = pull({}, cursor=batches[0].cursor, stamp="")
    assert asked[0]["added_after"] == [batches[0].cursor]


def test_a_page_without_stamp_leaves_the_cursor():
    batches, _ = pull({}, cursor="x", stamp="")
    assert batches[0].cursor == "x"


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"[]",
        b"[" * 5_000,
        page(more=True, next="t"),
        page(sco("203.0.113.1"), more=True),
        page(sco("203.0.113.1"), more=True, next=7),
    ],
)
def test_a_broken_server_is_told(told):
    with pytest.raises(SourceError):
        pull(told)


def test_a_stamp_that_is_no_time_is_told():
    with pytest.raises(SourceError, match="for a time"):
        pull(page(sco("203.0.113.1")), stamp="soon")


def test_another_language_is_told():
    with pytest.raises(SourceError, match="API root"):
        pull({}, kind="text/html")


def test_of_versions_on_one_page_the_last_one_counts():
    indicator = {
        "type": "indicator",
        "id": "indicator--1",
        "pattern": "[ipv4-addr:value = '203.0.113.1']",
        "pattern_type": "stix",
    }
    gone = indicator | {"revoked": True}
    (batch,), _ = pull(page(indicator, gone))
    assert (batch.contributions, batch.withdrawn) == ([], ["indicator--1"])
    (batch,), _ = pull(page(gone, indicator))
    assert (len(batch.contributions), batch.withdrawn) == (1, [])


@given(
    st.lists(
        st.recursive(
            st.none() | st.integers() | st.text(max_size=9),
            lambda inner: st.dictionaries(
                st.sampled_from(["type", "id", "value", "pattern"]), inner, max_size=4
            ),
            max_leaves=4,
        ),
        max_size=5,
    )
)
def test_each_object_is_taken_or_counted(objects):
    (batch,), _ = pull(page(*objects))
    counted = len(batch.contributions) + len(batch.withdrawn) + sum(batch.refused.values())
    assert counted <= len(objects)
    assert sum(batch.refused.values()) + len(batch.contributions) >= len(objects) - len(
        batch.withdrawn
    )
