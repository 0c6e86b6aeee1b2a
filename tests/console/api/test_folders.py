"""Folders: MISP and Suricata read them over real HTTP, as one moment, and take back what is gone."""

import csv
import hashlib
import io
from datetime import timedelta

import httpx
import pytest
from pymisp import MISPEvent

from noroshi.console.api import ROUTES
from noroshi.spine.model import Standing
from noroshi.testing.callers import app_as, on_a_port
from noroshi.testing.changes import make_change

MISP = "/api/v1/lists/c2-servers/misp"
REPUTATION = "/api/v1/lists/c2-servers/suricata-reputation"


def served(hub, caller):
    """The API on a port of this machine."""
    return on_a_port(app_as(caller, hub, ROUTES))


def read_feed(base):
    """The feed as MISP fetches it: the manifest, then each event it names, and the hashes."""
    with httpx.Client(base_url=base) as client:
        manifest = client.get(f"{MISP}/manifest.json").raise_for_status().json()
        attributes = {}
        for uuid in manifest:
            event = MISPEvent()
            event.load(client.get(f"{MISP}/{uuid}.json").raise_for_status().text)
            assert event.uuid == uuid
            attributes |= {one.value: one for one in event.attributes}
        text = client.get(f"{MISP}/hashes.csv").raise_for_status().text
    return attributes, list(csv.reader(io.StringIO(text)))


def test_pymisp_reads_the_feed_over_http_and_takes_back_what_is_gone(
    hub, caller_as, publish, members
):
    first, second = make_change(1), make_change(2)
    publish(first, second)
    with served(hub, caller_as("reader")) as base:
        attributes, hashes = read_feed(base)
        assert len(attributes) == 2
        assert not any(one.deleted for one in attributes.values())
        parts = [part for value in attributes for part in value.split("|")]
        wanted = {hashlib.md5(part.encode(), usedforsecurity=False).hexdigest() for part in parts}
        assert {row[0] for row in hashes} == wanted
        publish(make_change(2, Standing.WITHDRAWN))
        after, _ = read_feed(base)
    assert sorted(one.deleted for one in after.values()) == [False, True]


def test_suricata_reads_categories_and_addresses(client, publish):
    publish(make_change(1), make_change(2, Standing.SUSPENDED))
    categories = client.get(f"{REPUTATION}/categories.txt").text
    assert categories.startswith("1,NoroshiC2,")
    (line,) = client.get(f"{REPUTATION}/reputation.list").text.splitlines()
    address, category, score = line.split(",")
    assert address.count(".") == 3
    assert category == "1"
    assert 1 <= int(score) <= 127


def test_a_reader_who_has_the_file_is_told_so_until_it_changes(client, publish):
    publish(make_change(1))
    tag = client.get(f"{MISP}/manifest.json").headers["etag"]
    again = client.get(f"{MISP}/manifest.json", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    publish(make_change(2))
    changed = client.get(f"{MISP}/manifest.json", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert (
        client.head(f"{MISP}/manifest.json").headers["content-length"]
        == changed.headers["content-length"]
    )


def test_what_ends_by_itself_is_made_anew(client, publish, hub):
    soon = hub.clock() + timedelta(days=400)
    publish(make_change(1))
    before = client.get(f"{REPUTATION}/reputation.list").text
    object.__setattr__(hub, "clock", lambda: soon)
    assert before
    assert client.get(f"{REPUTATION}/reputation.list").text == ""


def test_reading_counts_as_use(client, publish, hub):
    publish(make_change(1))
    client.get(f"{MISP}/manifest.json")
    hub.pulls.flush()
    usage = client.get("/api/v1/operators/me/usage").json()
    assert usage["lists"][0]["format"] == "misp"
    assert usage["lists"][0]["held"] == 1


@pytest.mark.parametrize(
    "path",
    [f"{MISP}/nothing.json", "/api/v1/lists/c2-servers/csv/manifest.json", "/api/v1/lists/routing/misp/manifest.json"],
)  # fmt: skip
def test_other_files_folders_and_lists_do_not_exist(client, publish, path):
    publish(make_change(1))
    assert client.get(path).status_code == 404
