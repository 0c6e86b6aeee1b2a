"""Matching: the store's findings and the lake's servers, held against lists."""

from datetime import timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from noroshi.c2.evaluate.match import MatchParameters
from noroshi.jobs.c2.matching import match_lists, seen_in_lake
from noroshi.spine.home import Home
from noroshi.spine.model import Endpoint, Subject, SubscriberSide, address_halves
from noroshi.spine.store import Store
from noroshi.testing.findings import DETECTOR, HOUR, MADE_AT, make_finding


def flow(source, destination, side, *, at=HOUR.start):
    (source_hi, source_lo), (destination_hi, destination_lo) = (
        address_halves(source),
        address_halves(destination),
    )
    start = at.replace(tzinfo=None)
    return {
        "flowStartMilliseconds": start,
        "flowEndMilliseconds": start + timedelta(seconds=1),
        "sourceAddressHi": source_hi,
        "sourceAddressLo": source_lo,
        "destinationAddressHi": destination_hi,
        "destinationAddressLo": destination_lo,
        "subscriberSide": int(side),
    }


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path).create()
    rows = [
        flow("100.64.0.9", "192.0.2.1", SubscriberSide.SOURCE),
        flow("198.51.100.7", "100.64.0.9", SubscriberSide.DESTINATION),
        flow("2001:db8:5::1", "2001:db8::53", SubscriberSide.SOURCE),
        flow("100.64.0.9", "100.64.0.10", SubscriberSide.BOTH),
        flow("100.64.0.9", "192.0.2.200", SubscriberSide.SOURCE, at=HOUR.end + timedelta(1)),
    ]
    schema = pa.schema(
        [(name, pa.timestamp("ms") if "Milliseconds" in name else pa.int64()) for name in rows[0]]
    )
    for moment in {row["flowStartMilliseconds"] for row in rows}:
        folder = made.flows / f"date={moment:%Y-%m-%d}" / f"hour={moment:%H}"
        folder.mkdir(parents=True)
        hour = [row for row in rows if row["flowStartMilliseconds"] == moment]
        pq.write_table(pa.Table.from_pylist(hour, schema=schema), folder / "x.parquet")
    with Store.open(made.state_file) as store:
        run = store.begin_run("c2.detect", detector=DETECTOR, window=HOUR, inputs={}, at=MADE_AT)
        found = [
            make_finding(Subject.endpoint(Endpoint("192.0.2.1", 443, "tcp"))),
            make_finding(Subject.endpoint(Endpoint("192.0.2.8", 443, "tcp")), score=0.1),
        ]
        store.replace_findings(run, found, kind="c2-server", window=HOUR)
    return made


def written(tmp_path, text, name="list.txt"):
    path = tmp_path / name
    path.write_text(text)
    return path


def test_the_lake_gives_servers_of_the_window_and_no_subscriber(home):
    assert seen_in_lake(home, HOUR) == {"192.0.2.1", "198.51.100.7", "2001:db8::53"}


def test_a_home_without_flows_has_seen_nothing(tmp_path):
    assert seen_in_lake(Home(tmp_path).create(), HOUR) == set()


def test_findings_below_the_threshold_do_not_count(home, tmp_path):
    path = written(tmp_path, "192.0.2.1\n192.0.2.8\n198.51.100.7\n203.0.113.1\n")
    done = match_lists(home, [path], parameters=MatchParameters())
    ours, theirs = done.agreements
    assert (done.findings, ours.matched, ours.total) == (1, 1, 1)
    assert (theirs.matched, theirs.total) == (1, 2)


def test_the_seen_servers_may_come_from_elsewhere(home, tmp_path):
    path = written(tmp_path, "192.0.2.1\n203.0.113.1\n")
    done = match_lists(home, [path], parameters=MatchParameters(), seen=lambda: {"203.0.113.1"})
    assert done.agreements[1].total == 2


def test_a_list_without_addresses_is_told_and_the_others_are_used(home, tmp_path):
    domains = written(tmp_path, "bad.example\n", "domains.txt")
    broken = written(tmp_path, '{"type":', "broken.json")
    good = written(tmp_path, "192.0.2.1\n")
    done = match_lists(home, [domains, broken, good], parameters=MatchParameters())
    assert [one.name for one in done.lists] == ["list.txt"]
    assert "1 domain" in done.refused[0]
    assert "broken.json" in done.refused[1]


def test_without_findings_there_is_nothing_to_match(tmp_path):
    path = written(tmp_path, "192.0.2.1\n")
    done = match_lists(Home(tmp_path / "home").create(), [path], parameters=MatchParameters())
    assert (done.agreements, done.findings) == ((), 0)


def test_addresses_of_delivery_networks_weigh_less(home, tmp_path):
    home.allow_lists.joinpath("cdn.toml").write_text(
        'name = "cdn"\nclass = "update-cdn"\nversion = "1"\nsource = "x"\nlicence = "x"\n'
        'entries = ["192.0.2.0/24 443/tcp"]\n'
    )
    path = written(tmp_path, "192.0.2.1\n")
    ours, _ = match_lists(home, [path], parameters=MatchParameters()).agreements
    assert (ours.matched, ours.shared, ours.weighted) == (1, 1, 0.25)


def test_the_counts_of_a_match_are_recorded(home, tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text("192.0.2.1\n")
    done = match_lists(home, [path], parameters=MatchParameters())
    with Store.open(home.state_file) as store:
        (run,) = store.runs(job="c2 match")
    ours = done.agreements[0]
    assert run.counts["ours-on-lists matched"] == ours.matched == 1
    assert run.counts["ours-on-lists total"] == ours.total
    assert list(run.inputs) == [done.lists[0].name]
