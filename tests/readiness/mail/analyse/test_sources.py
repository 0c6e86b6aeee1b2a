"""Sources out of reports."""

import random
from collections import Counter, defaultdict

from noroshi.readiness.mail.analyse import sources
from noroshi.readiness.mail.analyse.sources import DAY_S, FORWARDED, day_text
from noroshi.readiness.mail.dmarc import listed_organization
from noroshi.testing.mail_reports import BEGIN_S, Record

OWN = "isp.example"


def test_counts_add_up_by_source_and_day(seen_of):
    seen = seen_of(
        [Record(source="192.0.2.1", count=5, signatures={"isp.example": "pass"})],
        [Record(source="192.0.2.1", count=2, dkim="fail", spf="fail", signatures={"isp.example": "fail", "list.test": "pass"}, envelope={"list.test": "pass"}, reasons=("mailing_list",))],
    )  # fmt: skip
    source = seen.sources["192.0.2.1"]
    assert (source.messages, source.passed, source.failed) == (7, 5, 2)
    assert (source.broken_dkim, source.forwarded, source.selectors) == (2, 2, {"s1"})
    assert dict(source.foreign_dkim) == dict(source.spf_domains) == {"list.test": 2}
    assert sorted(source.daily.values()) == [(2, 2), (5, 0)]
    assert [day_text(day) for day in sorted(seen.days)] == ["2026-09-01", "2026-09-02"]
    assert len(seen.reports) == 2


def test_reports_without_records_are_seen(seen_of):
    seen = seen_of([])
    assert (len(seen.reports), seen.sources, seen.days) == (1, {}, set())


def made_records(seeded, count):
    """Records of all kinds, many of them alike."""
    domains = [OWN, f"mail.{OWN}", "list.test", "deep.service.test"]
    return [
        Record(
            source=f"192.0.2.{seeded.randrange(12)}",
            count=seeded.choice([1, 3, 2**33]),
            dkim=seeded.choice(["pass", "fail", "odd"]),
            spf=seeded.choice(["pass", "fail", "fail"]),
            signatures={name: seeded.choice(["pass", "fail", "PASS"]) for name in seeded.sample(domains, 2)},
            envelope={seeded.choice(domains): seeded.choice(["pass", "fail", "softfail"])},
            reasons=seeded.choice([(), ("forwarded",), ("other", "mailing_list"), ("local_policy",)]),
        )
        for _ in range(count)
    ]  # fmt: skip


def one_by_one(days):
    """The same, a record at a time and without any grouping."""
    made = defaultdict(lambda: defaultdict(Counter))
    for at, records in enumerate(days):
        for record in records:
            into, n = made[record.source], record.count
            passed = "pass" in (record.dkim, record.spf)
            into["sum"].update(messages=n, passed=n * passed)
            into["days"][BEGIN_S // DAY_S + at, "all"] += n
            into["days"][BEGIN_S // DAY_S + at, "failed"] += n * (not passed)
            for domain, result in record.signatures.items():
                own, good = listed_organization(domain) == OWN, result.lower() == "pass"
                into["selectors"]["s1"] += own and good
                into["sum"]["broken"] += n * (own and not good and not passed)
                into["dkim"][domain] += n * (not own and good and not passed)
            for domain, result in record.envelope.items():
                into["spf"][domain] += n * (result == "pass" and not passed)
            into["sum"]["forwarded"] += n * (not passed and bool(FORWARDED & {*record.reasons}))
    return made


def test_grouped_records_say_what_single_ones_say(seen_of):
    seeded = random.Random(7)  # made data, no secret
    days = [made_records(seeded, 400) for _ in range(3)]
    seen, wanted = seen_of(*days), one_by_one(days)
    assert list(seen.sources) == list(dict.fromkeys(one.source for day in days for one in day))
    for address, source in seen.sources.items():
        into = wanted[address]
        told = {"messages": source.messages, "passed": source.passed, "broken": source.broken_dkim, "forwarded": source.forwarded}  # fmt: skip
        assert told == {name: into["sum"][name] for name in told}
        assert source.foreign_dkim == {name: n for name, n in into["dkim"].items() if n}
        assert source.spf_domains == {name: n for name, n in into["spf"].items() if n}
        assert source.selectors == {name for name, n in into["selectors"].items() if n}
        assert source.daily == {
            day: (into["days"][day, "all"], into["days"][day, "failed"])
            for day, _ in into["days"]
        }  # fmt: skip


def test_what_one_source_gains_no_other_has(seen_of):
    fail = {"count": 1, "dkim": "fail", "spf": "fail"}
    alike = [Record(source=f"192.0.2.{n}", **fail, envelope={"a.test": "pass"}) for n in (1, 2)]
    more = Record(source="192.0.2.1", **fail, signatures={OWN: "pass"}, envelope={"b.test": "pass"})
    seen = seen_of(alike, [more])
    one, two = (seen.sources[f"192.0.2.{n}"] for n in (1, 2))
    assert (one.spf_domains, two.spf_domains) == ({"a.test": 1, "b.test": 1}, {"a.test": 1})
    assert (len(one.daily), len(two.daily)) == (2, 1)
    assert (one.selectors, two.selectors) == ({"s1"}, set())


def test_the_largest_counts_add_up(seen_of):
    records = [Record(source="192.0.2.1", count=2**53)] * 2_000
    assert seen_of(records).sources["192.0.2.1"].messages == 2_000 * 2**53


def test_sources_beyond_the_bound_are_left_out_and_known_ones_go_on(seen_of, monkeypatch):
    monkeypatch.setattr(sources, "MOST_SOURCES", 1)
    seen = seen_of([Record(source=f"192.0.2.{n}") for n in (1, 2)], [Record(source="192.0.2.1")])
    assert {address: source.messages for address, source in seen.sources.items()} == {"192.0.2.1": 2}  # fmt: skip
