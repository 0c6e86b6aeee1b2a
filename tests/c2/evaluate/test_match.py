"""Match: both directions, honest about time, ports, sharing and error."""

from datetime import timedelta

import numpy as np
import pytest

from noroshi.c2.evaluate.match import MatchParameters, match
from noroshi.spine.model import Window
from noroshi.testing.blocklists import both, found, listed
from noroshi.testing.findings import HOUR


def test_both_directions_share_their_matches_and_differ_in_what_they_are_out_of():
    ours, theirs = both(
        found("192.0.2.1:443", "192.0.2.2:443", "192.0.2.3:443"),
        listed("192.0.2.1", "198.51.100.1", "198.51.100.2", "203.0.113.9"),
        seen={"198.51.100.1", "198.51.100.2", "203.0.113.77"},
    )
    assert (ours.direction, ours.matched, ours.total) == ("ours-on-lists", 1, 3)
    assert (theirs.direction, theirs.matched, theirs.total) == ("lists-by-us", 1, 3)


def test_ports_of_one_address_count_once():
    ours, _ = both(found("192.0.2.1:443", "192.0.2.1:8080"), listed("192.0.2.1", "192.0.2.1:80"))
    assert (ours.matched, ours.total) == (1, 1)


def test_agreeing_ports_are_told_apart_and_weighed():
    ours, _ = both(
        found("192.0.2.1:443", "192.0.2.2:443", "192.0.2.3:443", "192.0.2.4:443"),
        listed("192.0.2.1:443", "192.0.2.2:8080", "192.0.2.3", "192.0.2.4"),
        is_shared=lambda address: address in ("192.0.2.1", "192.0.2.4"),
    )
    assert (ours.port_matched, ours.address_only, ours.shared) == (1, 3, 1)
    assert ours.weighted == 1.0 + 0.5 + 1.0 + 0.25


def at(days):
    return HOUR.start + timedelta(days=days)


@pytest.mark.parametrize(
    ("first", "last", "counts"),
    [
        (at(-10), None, True),
        (at(-31), None, False),
        (at(31), None, False),
        (at(29), at(400), True),
        (at(-400), at(-29), True),
        (at(-400), at(-31), False),
        (at(-400), at(400), True),
        (None, at(-31), False),
        (None, None, True),
    ],
)
def test_only_entries_near_the_window_count(first, last, counts):
    ours, theirs = both(found("192.0.2.1:443"), listed(("192.0.2.1", first, last)))
    assert ours.matched == counts
    assert theirs.total == counts


def test_matches_without_time_are_told():
    ours, _ = both(
        found("192.0.2.1:443", "192.0.2.2:443"), listed("192.0.2.1", ("192.0.2.2", at(0), None))
    )
    assert (ours.matched, ours.untimed) == (2, 1)


def test_the_lead_is_the_median_over_first_entries():
    ours, _ = both(
        found("192.0.2.1:443", "192.0.2.2:443", "192.0.2.3:443", "192.0.2.4:443"),
        listed(("192.0.2.1", at(5), None), ("192.0.2.1", at(3), None)),
        listed(("192.0.2.2", at(-2), None), ("192.0.2.3", at(10), None), "192.0.2.4"),
    )
    assert ours.lead_days_p50 == 3.0


def test_nothing_to_match_has_no_rate():
    ours, theirs = both([], listed("192.0.2.1"))
    assert (ours.rate, theirs.rate) == (None, None)
    assert ours.as_dict()["rate"] is None


def test_shuffling_changes_nothing():
    findings = found("192.0.2.1:443", "192.0.2.2:443")
    first, second = listed("192.0.2.1", "192.0.2.9"), listed("192.0.2.2:443")
    one = both(findings, first, second)
    other = both(findings[::-1], second, first)
    for a, b in zip(one, other, strict=True):
        assert (a.matched, a.total, a.weighted) == (b.matched, b.total, b.weighted)


COVERAGE, WRONG, RECALL = 0.6, 0.05, 0.8


@pytest.mark.parametrize("seed", range(5))
def test_a_list_of_known_coverage_and_error_is_estimated_within_three_points(seed):
    """2,000 true servers; a list covers 60 % of them and 5 % of its entries are wrong."""
    random = np.random.default_rng(seed)
    servers = [f"100.{64 + i // 65536}.{i // 256 % 256}.{i % 256}" for i in range(2_000)]
    harmless = [f"198.18.{i // 256}.{i % 256}" for i in range(4_000)]
    covered = [address for address in servers if random.random() < COVERAGE]
    wrong = list(random.choice(harmless, round(len(covered) * WRONG / (1 - WRONG)), replace=False))
    detected = [address for address in servers if random.random() < RECALL]
    ours, theirs = match(
        found(*(f"{address}:443" for address in detected)),
        [listed(*covered, *wrong)],
        seen=lambda: [*servers, *harmless],
        window=Window(HOUR.start, HOUR.end),
        parameters=MatchParameters(wrong_share=WRONG),
    )
    assert ours.rate == pytest.approx(COVERAGE, abs=0.03)
    assert theirs.adjusted == pytest.approx(RECALL, abs=0.03)
    row = theirs.as_dict()
    assert row["low"] < theirs.rate < row["high"]
