"""Tidying: answers past their days go, with their texts; younger ones and the book stay."""

from datetime import UTC, datetime, timedelta

import pytest

from noroshi.iot.sense import CATALOGUE
from noroshi.iot.survey.results import ANSWERED, Answer, parts, read_banners, write_part
from noroshi.iot.survey.targets import Slot
from noroshi.jobs.iot.survey_place import place_of, scope_at
from noroshi.jobs.iot.survey_tidying import tidy_answers
from noroshi.spine.home import Home
from noroshi.testing.surveys import Devices, signed_scope

NOW = datetime(2026, 11, 15, tzinfo=UTC)
SLOT = Slot(probe=CATALOGUE["telnet"], port=23)


def answer(days, octets):
    at_s = int((NOW - timedelta(days=days)).timestamp())
    return Answer(
        address=0xC0000201, slot=SLOT, message=0, at_s=at_s, state=ANSWERED, octets=octets
    )


@pytest.fixture
def scope(tmp_path):
    return scope_at(signed_scope(Home(tmp_path), Devices(alive=0), retention_days=30))


def test_what_is_past_its_days_goes_and_the_rest_stays(tmp_path, scope):
    home = Home(tmp_path)
    run = place_of(home, scope, "1").run
    write_part(run, "old", [answer(32, b"old"), answer(31, b"older")])
    write_part(run, "edge", [answer(30, b"edge"), answer(40, b"same chunk")])
    write_part(run, "empty", [])
    (run / "book-1-1.jsonl").write_text("x")
    (done,) = tidy_answers(home, scope, by="user:a", now=NOW)
    assert (done.round, done.deleted, done.kept) == ("1", 1, 2)
    assert done.octets > 0
    assert [part.stem for part in parts(run)] == ["edge", "empty"]
    assert {row["octets"] for row in read_banners(run)} == {b"edge", b"same chunk"}
    assert (run / "book-1-1.jsonl").exists()
    assert "survey.tidy" in home.audit_file.read_text()
    (again,) = tidy_answers(home, scope, by="user:a", now=NOW)
    assert (again.deleted, again.octets) == (0, 0)


def test_a_scope_that_was_never_asked_has_nothing(tmp_path, scope):
    assert tidy_answers(Home(tmp_path), scope, by="user:a", now=NOW) == []
