"""Rehearsals outlive a stop, and hold no client."""

from contextlib import closing

import dns.name
import pytest

from noroshi.readiness.dnssec.rehearsal import Question, Rehearsal
from noroshi.readiness.dnssec.verdict import Fault, State, Verdict
from noroshi.spine.model import ConfigError

ONE, TWO, THREE = (Question(f"{name}.test", "A") for name in "abc")
BAD = Verdict(state=State.BOGUS, at=dns.name.from_text("a.test."), fault=Fault.EXPIRED)
GOOD = Verdict(state=State.SECURE, at=dns.name.from_text("b.test."))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "dnssec" / "rehearsal.db"
    with closing(Rehearsal(path)) as book:
        book.fill([(ONE, 5), (TWO, 9), (THREE, 1)], users=7, lines=15)
    return path


def test_the_most_asked_come_first_and_a_stop_loses_nothing(path):
    with closing(Rehearsal(path)) as book:
        assert book.is_filled
        assert list(book.open_questions()) == [TWO, ONE, THREE]
        book.judge([(TWO, GOOD)])
    with closing(Rehearsal(path)) as book:
        assert list(book.open_questions()) == [ONE, THREE]
        assert book.states() == {"secure": 1, "open": 2}
        assert (book.note("users"), book.note("lines"), book.note("none")) == (7, 15, 0)


def test_failing_names_are_ranked_by_users(path):
    with closing(Rehearsal(path)) as book:
        book.judge([(ONE, BAD), (THREE, BAD), (TWO, GOOD)])
        assert book.failing() == {"a.test", "c.test"}
        book.count_users({"a.test": 1, "c.test": 3})
        found = [one.as_dict() for one in book.broken()]
    assert [(row["name"], row["users"], row["ede"]) for row in found] == [("c.test", 3, 7), ("a.test", 1, 7)]  # fmt: skip
    assert found[0]["remedy"]["ja"]


def test_another_file_is_refused(tmp_path):
    path = tmp_path / "junk.db"
    path.write_bytes(b"junk" * 999)
    with pytest.raises(ConfigError):
        Rehearsal(path)
