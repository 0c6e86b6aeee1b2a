"""EVE: an upload becomes counts; lines of any length and packing are bounded."""

import gzip
import json
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from noroshi.console.api import eve
from noroshi.spine.store.sightings import Sightings
from noroshi.testing.changes import make_change

PATH = "/api/v1/sightings/eve"
ALERT = {
    "timestamp": "2026-01-05T08:00:00.123456+0000",
    "event_type": "alert",
    "src_ip": "203.0.113.9",
    "src_port": 50000,
    "dest_ip": "198.51.100.1",
    "dest_port": 443,
    "proto": "TCP",
    "alert": {"signature_id": 1000001},
}


def lines(*events):
    return b"".join(json.dumps(event).encode() + b"\n" for event in events)


def test_alerts_are_counted_and_addresses_dropped(client, publish, hub):
    (made,) = publish(make_change(1))
    body = lines(ALERT, ALERT, {"event_type": "flow", "timestamp": ""}) + b"rubbish\n"
    counted = client.post(PATH, content=body).json()
    assert counted == {
        "read": 4,
        "counted": 2,
        "others": 1,
        "refused": {"no-event": 1},
        "entries": 1,
    }
    (sighting,) = Sightings(hub.store.database).of_indicator(made.indicator.id)
    assert (sighting.count, sighting.source) == (2, "eve")
    assert b"203.0.113.9" not in hub.home.state_file.read_bytes()


def test_a_packed_upload_is_the_same(client, publish):
    publish(make_change(1))
    body = gzip.compress(lines(ALERT))
    answer = client.post(PATH, content=body, headers={"Content-Encoding": "gzip"})
    assert answer.json()["counted"] == 1
    answer = client.post(PATH, content=b"no gzip", headers={"Content-Encoding": "gzip"})
    assert answer.json()["read"] == 0
    assert client.post(PATH, content=b"", headers={"Content-Encoding": "br"}).status_code == 415


def test_an_upload_that_is_too_large_is_refused(client, monkeypatch):
    answer = client.post(PATH, content=b"x", headers={"Content-Length": str(eve.LARGEST + 1)})
    assert answer.status_code == 413


def test_a_bomb_ends_early(monkeypatch):
    monkeypatch.setattr(eve, "LARGEST_UNPACKED", 1_000_000)
    bomb = BytesIO(gzip.compress(b"a" * 50_000_000))
    assert sum(map(len, eve.unpacked(bomb))) == 1_000_000


@given(st.lists(st.binary(max_size=30)))
def test_lines_come_whole_whatever_the_chunks(chunks):
    *whole, rest = b"".join(chunks).split(b"\n")
    assert list(eve.lines_of(iter(chunks))) == [*whole, *([rest] if rest else [])]


def test_an_endless_line_stays_small():
    chunks = (b"a" * 100_000 for _ in range(50))
    (line,) = eve.lines_of(chunks)
    assert len(line) == eve.LONGEST_LINE + 1
