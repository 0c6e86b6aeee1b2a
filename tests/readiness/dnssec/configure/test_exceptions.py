"""Exceptions in each resolver's words."""

from datetime import UTC, datetime, timedelta

import dns.name
import pytest

from noroshi.jobs.readiness.checking_text import check_text
from noroshi.readiness.dnssec.configure.exceptions import bind, kresd, unbound
from noroshi.readiness.dnssec.exception import Exemption
from noroshi.readiness.dnssec.verdict import Fault

NOW = datetime(2026, 9, 1, tzinfo=UTC)
ONE = Exemption(name=dns.name.from_text("broken.test."), fault=Fault.EXPIRED, users=12, begins=NOW, ends=NOW + timedelta(days=2))  # fmt: skip


def test_each_tells_the_name_its_reason_and_its_end():
    for text in (unbound([ONE]), bind([ONE], NOW), kresd([ONE])):
        assert "broken.test." in text
        assert "signature-expired, until 2026-09-03T00:00:00.000Z, 12 users" in text


def test_bind_forgets_by_itself():
    assert "rndc nta -lifetime 172800 'broken.test.'" in bind([ONE], NOW)
    assert "-lifetime 1 " in bind([ONE], NOW + timedelta(days=9))


@pytest.mark.parametrize(("dialect", "write"), [("unbound", unbound), ("kresd", kresd)])
@pytest.mark.parametrize("names", [[], ["broken.test."], ['a\\".x.test.', "b.test."]])
def test_the_parsers_read_it(dialect, write, names):
    exempt = [Exemption(name=dns.name.from_text(one), fault=Fault.EXPIRED, users=1, begins=NOW, ends=NOW) for one in names]  # fmt: skip
    found = check_text(dialect, write(exempt))
    assert found.good in (True, None), found.said
