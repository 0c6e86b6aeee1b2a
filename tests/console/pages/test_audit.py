"""Audit: who did what, newest first."""

import pytest

from noroshi.console.pages import audit
from noroshi.jobs.house.auditing import trail_of

from .conftest import words


@pytest.fixture
def noted(made):
    trail = trail_of(made[0].home, made[0].clock)
    trail.note("user:hanako", "token.issue", "token:nrs_a", {"rights": "lists.read"})
    trail.note("user:taro", "review.share", "finding:<1>")
    trail.note("user:hanako", "token.revoke", "token:nrs_a")


def test_lines_stand_newest_first(enter, noted):
    with enter() as client:
        text = words(client.get("/audit"))
    assert text.index("token.revoke") < text.index("review.share") < text.index("token.issue")
    assert "rights: lists.read" in text
    assert "finding:&lt;1&gt;" in text


def test_lines_are_found_by_person_and_action(enter, noted):
    with enter() as client:
        by = words(client.get("/audit?by=user:taro"))
        rows = client.get("/audit.json?action=token.issue").json()
    assert "review.share" in by
    assert "token.issue" not in by
    assert [row["position"] for row in rows] == [1]


def test_pages_hang_together(enter, noted, monkeypatch):
    monkeypatch.setattr(audit, "PAGE", 2)
    with enter() as client:
        first = client.get("/audit")
        assert 'href="/audit?before=2"' in first.text
        second = client.get("/audit?before=2")
    assert "token.issue" in second.text
    assert 'rel="next"' not in second.text


def test_an_empty_audit_says_so(enter):
    with enter(language="ja") as client:
        assert "該当する行はありません。" in words(client.get("/audit"))


@pytest.mark.parametrize("role", ["reader", "analyst", "operator-admin", "ministry-viewer"])
def test_only_the_coordinator_reads_it(enter, role):
    with enter(role, "alpha") as client:
        assert client.get("/audit").status_code == 403
        assert client.get("/audit.json").status_code == 403
