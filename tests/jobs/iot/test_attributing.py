"""Attributing: rows keep their order and their own words; reports are whole."""

import csv
import json
from datetime import UTC, datetime

import pytest

from noroshi.iot.analyse.attribution import Attribution
from noroshi.iot.report import Sender
from noroshi.jobs.iot import attributing
from noroshi.jobs.iot.attributing import Attributed, attribute, open_attribution, write_reports
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, MemberRole, Operator
from noroshi.spine.store import Database
from noroshi.spine.store.members import Operators

SENDER = Sender(organisation="Coordinator", contact="iot@c.example", domain="c.example")


def operator(name, **facts):
    return Operator(
        id=name, name=name.upper(), role=MemberRole.SHARING,
        joined_at=datetime(2026, 1, 1, tzinfo=UTC), **facts,
    )  # fmt: skip


@pytest.fixture
def attribution():
    return Attribution(
        None,
        [
            operator("one", prefixes=("192.0.2.0/24",)),
            operator("two", prefixes=("198.51.100.0/24",)),
        ],
    )


def lines(*rows):
    return [json.dumps(row).encode() for row in rows]


def exposure(number, address, **changes):
    return {"id": number, "address": address, "port": 80, "time": "2026-03-01T00:00:00Z"} | changes


def test_rows_keep_their_words_and_order_over_blocks(attribution, monkeypatch):
    monkeypatch.setattr(attributing, "BLOCK", 3)
    given = [{"n": n, "address": f"{'192.0.2' if n % 2 else '203.0.113'}.{n}"} for n in range(10)]
    done = Attributed()
    rows = list(attribute(lines(*given), attribution, done))
    assert [row["n"] for row in rows] == list(range(10))
    assert [row["operator"] for row in rows] == [None, "one"] * 5
    assert {row["asn"] for row in rows} == {None}
    assert done.read == 10


def test_rows_without_an_address_are_counted(attribution):
    done = Attributed()
    bad = [b"{", None, b'{"a": 1}', b'{"address": "router"}', b"[1]"]
    rows = list(attribute([*bad, *lines({"address": "192.0.2.1"})], attribution, done))
    assert [row["operator"] for row in rows] == ["one"]
    assert dict(done.refused) == {"no-json-object": 2, "too-large": 1, "no-address": 2}


def test_each_operator_gets_its_own_exposures_in_order_of_time(attribution, tmp_path):
    given = lines(
        exposure(1, "192.0.2.9", time="2026-03-02T00:00:00Z"),
        exposure(2, "198.51.100.1"),
        exposure(3, "192.0.2.1"),
        exposure(4, "203.0.113.1"),
        exposure(5, "nowhere"),
    )
    done = Attributed()
    reports = write_reports(
        [*given, None], attribution, folder=tmp_path / "out", form="shadowserver", sender=SENDER, done=done
    )  # fmt: skip
    assert [(one.operator.id, one.rows) for one in reports.written] == [("one", 2), ("two", 1)]
    with (tmp_path / "out" / "one.csv").open(encoding="utf-8") as file:
        assert [row["id"] for row in csv.DictReader(file)] == ["3", "1"]
    assert reports.unowned == ((0, 1),)
    assert dict(done.refused) == {"no-address": 1, "too-large": 1}


def test_a_folder_that_cannot_be_made_is_told(attribution, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot be made"):
        write_reports(
            lines(exposure(1, "192.0.2.1")), attribution, folder=tmp_path / "file" / "out",
            form="xarf", sender=SENDER, done=Attributed(),
        )  # fmt: skip


def test_members_of_the_home_are_the_operators(tmp_path):
    home = Home(tmp_path / "home").create()
    with Database.open(home.state) as database:
        Operators(database).add(operator("one", asns=(64500,), prefixes=("192.0.2.0/25",)))
        Operators(database).add(operator("two", asns=(64500,)))
    (home.path / "asn.csv").write_text("198.51.100.0,198.51.100.255,64500,Net\n")
    home.settings_file.write_text('[iot]\nas_table = "asn.csv"\n')
    done = Attributed()
    given = lines({"address": "192.0.2.1"}, {"address": "198.51.100.1"})
    attribution = open_attribution(Home(home.path), None)
    rows = list(attribute(given, attribution, done))
    assert [(row["operator"], row["asn"], row["as_name"]) for row in rows] == [
        ("one", None, None),
        (None, 64500, "Net"),
    ]
    assert [claim.what for claim in attribution.disputed] == ["AS64500"]


def test_exposures_that_met_listed_servers_come_first(attribution, tmp_path):
    given = lines(*(exposure(number, f"192.0.2.{number}") for number in (1, 2, 3)))
    written = write_reports(
        given, attribution, folder=tmp_path, form="noroshi", sender=SENDER, done=Attributed(),
        servers=lambda rows: [2 * (one.address == "192.0.2.3") for one in rows],
    ).written  # fmt: skip
    told = [json.loads(line)["address"] for line in written[0].file.read_text().splitlines()]
    assert told == ["192.0.2.3", "192.0.2.1", "192.0.2.2"]
