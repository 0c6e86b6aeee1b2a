"""Naming lines: audited before anything is read; nothing of the logs stays on the disk."""

import json
from datetime import UTC, datetime

import pytest

from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.iot.naming_lines import name_lines
from noroshi.spine.home import Home
from noroshi.spine.model import InputError

ROW = {"id": 1, "address": "192.0.2.7", "port": 80, "time": "2026-03-01T00:05:00Z"}
LOG = "address,start,end,subscriber\n192.0.2.7,2026-03-01T00:00:00Z,,line-77\nrouter,x,,y\n"


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").create()


def lines(*rows):
    return [json.dumps(row).encode() for row in rows]


def actions(home):
    trail = trail_of(home, lambda: datetime(2026, 1, 1, tzinfo=UTC))
    return (
        [json.loads(line)["action"] for line in home.audit_file.read_text().splitlines()]
        if trail
        else []
    )


def test_exposures_are_named_and_the_rest_is_counted(home, tmp_path):
    log = tmp_path / "log.csv"
    log.write_text(LOG)
    given = [*lines(ROW, ROW | {"address": "192.0.2.8"}), None, b"{"]
    done = name_lines(home, given, [log], by="user:h", skew_s=60, purpose="notice 7")
    assert [answer.subscriber for _, answer in done.answers] == ["line-77", None]
    assert done.counts == {"matched": 1, "ambiguous": 0, "none": 1}
    assert dict(done.refused) == {"too-large": 1, "no-json-object": 1}
    assert dict(done.refused_sessions) == {"no-address": 1}
    assert not list(home.spill.rglob("*.parquet"))


def test_the_read_is_audited_even_where_it_fails(home, tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="no column"):
        name_lines(home, lines(ROW), [log], by="user:h", skew_s=60, purpose="notice 7")
    assert actions(home) == ["iot.match"]
    assert "line-77" not in home.audit_file.read_text()
