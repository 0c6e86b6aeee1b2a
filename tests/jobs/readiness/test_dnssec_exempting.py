"""Exceptions come from the rehearsal, end, and go when the zone is well."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import dns.name
import pytest

from noroshi.jobs.readiness.dnssec_exempting import in_force, look_again, propose
from noroshi.jobs.readiness.dnssec_rehearsing import dnssec_folder
from noroshi.readiness.dnssec.rehearsal import Question, Rehearsal
from noroshi.readiness.dnssec.verdict import Fault, State, Verdict
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError

NAMES = ("tampered.test.", "good.test.", "wrong-ds.test.")


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home").create()
    with closing(Rehearsal(dnssec_folder(home) / "rehearsal-1.db")) as book:
        asked = [Question(f"www.{name}", "A") for name in NAMES]
        book.fill([(one, 1) for one in asked], users=90, lines=90)
        book.judge((one, Verdict(state=State.BOGUS, at=dns.name.from_text(name), fault=Fault.WRONG)) for one, name in zip(asked, NAMES, strict=True))  # fmt: skip
        book.count_users({f"www.{name}": 20 + place for place, name in enumerate(NAMES)})
    return home


@pytest.fixture
def now(signed_world):
    return datetime.fromtimestamp(signed_world.now, UTC)


def names(found):
    return {one.name.to_text() for one in found}


def test_asking_again_lengthens_nothing(home, now):
    first = propose(home, least_users=21, days=3, now=now)
    assert names(first) == {"good.test.", "wrong-ds.test."}
    again = propose(home, least_users=20, days=3, now=now + timedelta(days=1))
    assert {one.name.to_text(): one.ends for one in again}["good.test."] == now + timedelta(days=3)
    assert names(in_force(home)) == set(NAMES)


def test_mended_zones_and_ended_exceptions_go(home, now, signed_world, signed_resolver):
    propose(home, least_users=1, days=3, now=now)
    asked = {"resolver": f"127.0.0.1:{signed_resolver}", "anchor": signed_world.anchor}
    looked = look_again(home, **asked, now=now)
    # The apex of tampered.test is well: only its www is not, and the exception is for the zone.
    assert names(looked.mended) == {"good.test.", "tampered.test."}
    assert names(looked.kept) == {"wrong-ds.test."}
    assert names(in_force(home)) == {"wrong-ds.test."}
    ended = look_again(home, **asked, now=now + timedelta(days=4))
    assert names(ended.ended) == {"wrong-ds.test."}
    assert in_force(home) == []


def test_a_damaged_book_is_told(home):
    (dnssec_folder(home) / "exceptions.json").write_text('[{"name": 1}]')
    with pytest.raises(ConfigError, match="damaged"):
        in_force(home)
