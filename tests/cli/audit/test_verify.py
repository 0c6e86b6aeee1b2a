"""`noroshi audit verify` and `checkpoint`, as a person runs them."""

import json
from datetime import UTC, datetime

import pytest

from noroshi.jobs.house.auditing import trail_of
from noroshi.spine.home import Home

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home").create()
    for label in ("BIND", "Unbound"):
        trail_of(home, lambda: AT).note("user:hanako", "token.issue", label)
    return home


def test_a_whole_audit_ends_with_0(noroshi, home):
    assert json.loads(noroshi("audit", "checkpoint", "--json").stdout)["position"] == 2
    done = noroshi("audit", "verify", "--json")
    row = json.loads(done.stdout)
    assert done.returncode == 0
    assert (row["whole"], row["rows"], row["covered"], row["fault"]) == (True, 2, 2, None)


def test_a_changed_line_is_named_and_ends_with_3(noroshi, home):
    home.audit_file.write_bytes(home.audit_file.read_bytes().replace(b"Unbound", b"Knot"))
    done = noroshi("audit", "verify", "--json")
    fault = json.loads(done.stdout)["fault"]
    assert done.returncode == 3
    assert fault == {
        "file": "audit.jsonl",
        "row": 2,
        "reason": "its digest does not fit its content",
    }
    told = noroshi("audit", "verify")
    assert "CHANGED: audit.jsonl, line 2" in told.stdout


def test_people_read_what_was_found(noroshi, home):
    assert "vouches for the first 2 lines" in noroshi("audit", "checkpoint").stdout
    assert "Nothing came" in noroshi("audit", "checkpoint").stdout
    with home.audit_file.open("ab") as file:
        file.write(b'{"posi')
    told = noroshi("audit", "verify").stdout
    assert "2 lines are as they were written" in told
    assert "6 octets behind the last line" in told
