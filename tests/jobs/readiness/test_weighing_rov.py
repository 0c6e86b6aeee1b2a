"""Weighing: days and customers of a made lake, validators that fail, are old or differ."""

import json
from datetime import UTC, datetime

import pytest

from noroshi.jobs.flows.asking import Asked
from noroshi.jobs.readiness.weighing_rov import Weighed, weigh
from noroshi.readiness.rpki.sense.customer_file import read_customers
from noroshi.spine.home import Home
from noroshi.spine.model import InputError
from noroshi.testing import flow, flow_table
from noroshi.testing.lakes import write_file

NOW = datetime(2026, 1, 6, tzinfo=UTC)
DAY = 86_400


def snapshot(file, made_at, *prefixes):
    roas = [
        {"prefix": prefix, "asn": 64501, "maxLength": 24, "expires": 4_000_000_000}
        for prefix in prefixes
    ]
    file.write_text(json.dumps({"metadata": {"buildtime": made_at}, "roas": roas}))
    return str(file)


@pytest.fixture
def place(tmp_path):
    (tmp_path / "routes.csv").write_text(
        "prefix,origin\n192.0.2.0/24,64500\n203.0.113.0/24,64501\n"
    )
    (tmp_path / "customers.csv").write_text("prefix,customer\n100.64.0.0/24,a\n100.64.1.0/24,b\n")
    home = Home(tmp_path / "home").create()
    rows = [
        flow("100.64.0.9:5000", "203.0.113.1:443/tcp", at_s=1, sent=(900, 1)),
        flow("100.64.0.9:5000", "192.0.2.1:443/tcp", at_s=2, sent=(100, 1)),
        flow(
            "100.64.1.9:5000",
            "203.0.113.1:443/tcp",
            at_s=DAY + 3,
            sent=(700, 1),
            samplingInterval=2,
        ),
    ]
    write_file(home.flows, flow_table(rows), "a" * 16)
    return tmp_path


def weighed(place, *sources, **more):
    asked = Weighed(
        sources=sources,
        routes=place / "routes.csv",
        customers=read_customers(place / "customers.csv"),
        **more,
    )
    return weigh(Home(place / "home"), asked, Asked(), now=NOW)


def test_days_and_customers_are_counted(place):
    one = snapshot(place / "a.json", "2026-01-05T23:59:00Z", "192.0.2.0/24", "203.0.113.0/24")
    other = snapshot(place / "b.json", "2026-01-05T23:00:00Z", "192.0.2.0/24")
    found = weighed(place, one, other)
    assert [(day.octets, day.lost) for day in found.days] == [(1000, 100), (1400, 0)]
    assert found.customers_hit == {"a": 100}
    first, second = found.validators
    assert (first.vrps, first.age_s, first.differs, first.expired) == (2, 60, 0, 0)
    assert (second.age_s, round(second.differs, 3)) == (3600, 0.5)


def test_a_validator_that_fails_is_a_finding_and_not_an_end(place):
    good = snapshot(place / "a.json", "2026-01-05T23:59:00Z", "192.0.2.0/24")
    found = weighed(place, good, str(place / "none.json"))
    assert [bool(one.failure) for one in found.validators] == [False, True]
    with pytest.raises(InputError, match="no validator gives VRPs"):
        weighed(place, str(place / "none.json"))


def test_the_time_of_a_file_stands_in_where_it_tells_none(place):
    file = place / "vrps.csv"
    file.write_text("ASN,IP Prefix,Max Length\nAS64501,192.0.2.0/24,24\n")
    asked = Weighed(sources=[str(file)], routes=None)
    [seen] = weigh(Home(place / "home"), asked, Asked(), now=datetime.now(UTC)).validators
    assert 0 <= seen.age_s < 600
