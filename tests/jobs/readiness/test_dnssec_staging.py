"""Stages and changes of real zones."""

from contextlib import closing

import dns.name
import pytest

from noroshi.jobs.readiness.dnssec_assessing import Ways
from noroshi.jobs.readiness.dnssec_rehearsing import dnssec_folder
from noroshi.jobs.readiness.dnssec_staging import (
    history,
    stage_of_resolver,
    stage_of_zone,
    watch_zone,
)
from noroshi.readiness.dnssec.judge.stages import ResolverStep
from noroshi.readiness.dnssec.rehearsal import Question, Rehearsal
from noroshi.readiness.dnssec.verdict import Fault, State, Verdict
from noroshi.spine.home import Home


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


def test_a_signed_file_waits_for_its_ds(signed_world):
    found = stage_of_zone("csk.test", Ways(zone_file=signed_world.file("csk.test")), now=signed_world.now)  # fmt: skip
    assert (found.step, found.following, found.is_open) == ("signed", "secure", True)
    assert found.publish.startswith("csk.test. IN DS ")


def test_a_zone_with_a_ds_is_at_the_end(signed_world, signed_resolver):
    ways = Ways(resolver=f"127.0.0.1:{signed_resolver}", anchor=signed_world.anchor)
    assert stage_of_zone("good.test", ways, now=signed_world.now).step == "secure"


def resolver_stage(home, step="off", system="unbound"):
    return stage_of_resolver("r1", ResolverStep(step), home, system=system, now=0, limit=0.0001)


def rehearsed(home, *, users, hit):
    with closing(Rehearsal(dnssec_folder(home) / "rehearsal-1.db")) as book:
        one = Question("www.a.test", "A")
        book.fill([(one, 1)], users=users, lines=1)
        book.judge([(one, Verdict(state=State.BOGUS, at=dns.name.from_text("a.test"), fault=Fault.WRONG))])  # fmt: skip
        book.count_users({"www.a.test": hit})
        book.put("hit", hit)


def test_without_a_rehearsal_a_resolver_only_notes(home):
    assert resolver_stage(home).is_open
    assert not resolver_stage(home, "log").is_open


def test_a_rehearsal_opens_or_shuts_the_gate(home):
    rehearsed(home, users=100_000, hit=1)
    assert resolver_stage(home, "log").is_open
    rehearsed(home, users=100_000, hit=100)
    found = resolver_stage(home, "log")
    assert not found.is_open
    assert "permissive-mode: no" in found.publish
    assert "iterator" in found.back


def test_a_resolver_that_cannot_note_stays_off_meanwhile(home):
    assert "dnssec-validation no" in resolver_stage(home, "off", "bind").publish


def test_looks_are_kept_and_compared(signed_world, home, tmp_path):
    now = signed_world.now
    zone = tmp_path / "zone"
    ds = tmp_path / "ds"
    ds.write_text("good.test. IN DS 1 13 2 " + "00" * 32 + "\n")
    zone.write_text(signed_world.file("good.test").read_text())
    assert list(watch_zone("good.test", Ways(zone_file=zone, ds=ds), home, now=now)) == []
    ds.write_text("other.test. IN DS 1 13 2 " + "00" * 32 + "\n")
    found = [check.code for check in watch_zone("good.test", Ways(zone_file=zone, ds=ds), home, now=now + 12 * 86_400)]  # fmt: skip
    assert found == ["dnssec.expires-soon", "dnssec.ds-removed"]
    with (dnssec_folder(home) / "looks.jsonl").open("ab") as file:
        file.write(b'{"cut')
    assert [one.at_s for one in history(home)] == [now, now + 12 * 86_400]
