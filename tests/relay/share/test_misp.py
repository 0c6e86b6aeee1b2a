"""MISP: PyMISP reads the feed as it would fetch it, and finds every entry once."""

import json
from datetime import timedelta

from hypothesis import given, settings
from pymisp import MISPEvent

from noroshi.relay.share import FOLDERS, Edition
from noroshi.relay.share.misp import owns
from noroshi.spine.model import Tlp
from noroshi.testing.findings import HOUR
from noroshi.testing.hostile import BLOCKED, handmade_lists, hostile_texts
from noroshi.testing.indicators import make_indicator

EDITION = Edition(producer="Example ISP", at=HOUR.end)


def feed(indicators, edition=EDITION):
    return {
        one.name: b"".join(one.chunks).decode()
        for one in FOLDERS["misp"].render(indicators, edition)
    }


def events(files):
    """Events as PyMISP reads them, in the order of the manifest."""
    read = []
    for uuid in json.loads(files["manifest.json"]):
        event = MISPEvent()
        event.load(files[f"{uuid}.json"])
        assert event.uuid == uuid
        read.append(event)
    return read


def sayable(made):
    return [one for one in made if FOLDERS["misp"].can_say(one.subject)]


@settings(max_examples=60, deadline=None)
@given(handmade_lists(), hostile_texts)
def test_pymisp_finds_every_entry_once(made, producer):
    files = feed(made, Edition(producer=producer, at=HOUR.end))
    read = [attribute for event in events(files) for attribute in event.attributes]
    assert sorted(one.uuid for one in read) == sorted(one.id for one in sayable(made))
    assert all(map(owns, files))


def test_the_manifest_is_what_pymisp_would_write():
    files = feed([make_indicator(subject) for subject in BLOCKED])
    manifest = json.loads(files["manifest.json"])
    (event,) = events(files)
    theirs = event.manifest[event.uuid]
    ours = manifest[event.uuid]
    assert {key: str(value) for key, value in theirs.items() if key not in ("Orgc", "Tag")} == {
        key: value for key, value in ours.items() if key not in ("Orgc", "Tag")
    }
    assert (theirs["Orgc"]["uuid"], theirs["Tag"][0]["name"]) == (
        ours["Orgc"]["uuid"],
        ours["Tag"][0]["name"],
    )


def test_the_hashes_are_those_of_pymisp():
    files = feed([make_indicator(subject) for subject in BLOCKED])
    (event,) = events(files)
    rows = [line.split(",") for line in files["hashes.csv"].splitlines()]
    assert sorted(digest for digest, _ in rows) == sorted(event.attributes_hashes("md5"))
    assert {uuid for _, uuid in rows} == {event.uuid}


def test_what_was_taken_back_is_a_deleted_attribute_of_a_newer_event():
    (before,) = events(feed([make_indicator()]))
    later = Edition(producer="Example ISP", at=HOUR.end + timedelta(hours=1))
    files = feed([make_indicator(revoked=True)], later)
    (after,) = events(files)
    assert (before.attributes[0].deleted, after.attributes[0].deleted) == (False, True)
    assert after.attributes[0].uuid == before.attributes[0].uuid
    assert not after.attributes[0].to_ids
    assert after.timestamp > before.timestamp
    assert files["hashes.csv"] == ""


def test_an_event_bears_the_strictest_marking_of_its_entries():
    made = [make_indicator(one, tlp=tlp) for one, tlp in zip(BLOCKED, [*Tlp] * 3, strict=True)]
    (event,) = events(feed(made))
    assert [tag.name for tag in event.tags] == ["tlp:red"]
    assert {a.tags[0].name for a in event.attributes} == {tlp.value.lower() for tlp in Tlp}


def test_a_day_and_a_kind_have_an_event_of_their_own_with_a_lasting_name():
    made = [make_indicator(BLOCKED[0]), make_indicator(BLOCKED[1], kind="malicious-site")]
    assert len(events(feed(made))) == 2
    assert {e.uuid for e in events(feed(made[:1]))} < {e.uuid for e in events(feed(made))}


def test_a_feed_owns_its_own_files_only():
    assert not any(map(owns, ["notes.json", "../manifest.json", "index.html"]))
