"""`noroshi readiness dnssec nta`: exceptions in each resolver's words."""

from contextlib import closing

import dns.name
import pytest

from noroshi.jobs.readiness.dnssec_rehearsing import dnssec_folder
from noroshi.readiness.dnssec.rehearsal import Question, Rehearsal
from noroshi.readiness.dnssec.verdict import Fault, State, Verdict
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError
from noroshi.testing.command import rows, run


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home").create()
    with closing(Rehearsal(dnssec_folder(home) / "rehearsal-1.db")) as book:
        one = Question("www.wrong-ds.test", "A")
        book.fill([(one, 20)], users=90, lines=20)
        at = dns.name.from_text("wrong-ds.test.")
        book.judge([(one, Verdict(state=State.BOGUS, at=at, fault=Fault.NO_DS_MATCH))])
        book.count_users({"www.wrong-ds.test": 20})
    return home.path


def nta(home, *words, call=run):
    return call(home, "readiness", "dnssec", "nta", "--at", "2026-09-01T00:00:00Z", *words)


def test_each_row_has_a_reason_and_an_end(home):
    (row,) = nta(home, call=rows)
    assert (row["name"], row["users"], row["ends"]) == (
        "wrong-ds.test.",
        20,
        "2026-09-08T00:00:00.000Z",
    )
    assert row["text"]["ja"]


@pytest.mark.parametrize(("system", "text"), [("unbound", 'domain-insecure: "wrong-ds.test."'), ("bind", "rndc nta -lifetime 604800 'wrong-ds.test.'"), ("kresd", "set_insecure({")])  # fmt: skip
def test_resolvers_get_their_own_words(home, system, text):
    assert text in nta(home, "--for", system).stdout


def test_people_read_the_reason(home, monkeypatch):
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert "親の DS に合う鍵がゾーンにない" in nta(home).stdout


def test_longer_than_a_week_is_refused(home):
    assert isinstance(nta(home, "--days", "30").exception, ConfigError)


def test_a_look_again_drops_what_has_ended(home, signed_world, signed_resolver):
    nta(home)
    asked = ["--recheck", f"127.0.0.1:{signed_resolver}", "--anchor", str(signed_world.anchor)]
    result = run(home, "readiness", "dnssec", "nta", "--at", "2099-01-01T00:00:00Z", *asked)
    assert "wrong-ds.test. is" in result.stderr
    assert result.stdout == ""
