import fcntl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from noroshi.jobs.flows.decoding import DecodingOptions, SpoolDecoder
from noroshi.jobs.flows.importing import ImportOptions, import_files
from noroshi.jobs.flows.tidying import JOB, settled_files, tidy
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.flows.merged import is_merged
from noroshi.spine.flows.pseudonym import Pseudonyms
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError
from noroshi.spine.store import Store
from noroshi.testing.lakes import START, many_files, plain_flows, starts_in, write_file

NOW = datetime.fromtimestamp(START / 1000, UTC) + timedelta(days=2)
OPTIONS = ImportOptions(subscribers=("100.64.0.0/10",))
OTHERS = ImportOptions(subscribers=("100.64.0.0/10",), sampling=10)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").create()


@pytest.fixture
def raw(tmp_path):
    """A file to import, with rows in two hours."""
    rows = 6
    path = tmp_path / "raw.parquet"
    starts = [START / 1000 + 1800.0 * (i % 3) + i for i in range(rows)]
    columns = {
        "ts": starts, "proto": ["udp"] * rows, "src": ["100.64.0.1"] * rows,
        "sport": list(range(rows)), "dst": ["192.0.2.1"] * rows, "dport": [53] * rows,
    }  # fmt: skip
    pq.write_table(pa.table(columns), path)
    return str(path)


def take(home, raw, options=OPTIONS):
    with Store.open(home.state_file) as store:
        (done,) = import_files(home, store, [raw], options)
    return done


def settings(home, text):
    home.settings_file.write_text(text)
    return Home(home.path)


def test_imported_hours_are_merged_and_counted_by_day(home, raw):
    take(home, raw)
    done = tidy(home, now=NOW)
    files = FlowLake(home.flows).files()
    assert all(is_merged(file) for file in files)
    assert (len(files), FlowLake(home.flows).rows()) == (2, 6)
    assert [day.isoformat() for day in done.days] == ["2025-06-02"]
    assert done.counts()["merged_rows"] == 6


def test_a_second_run_has_nothing_to_do(home, raw):
    take(home, raw)
    tidy(home, now=NOW)
    counts = tidy(home, now=NOW).counts()
    assert {name for name, count in counts.items() if count} == set()


def test_the_run_is_recorded(home, raw):
    take(home, raw)
    tidy(home, now=NOW)
    with Store.open(home.state_file) as store:
        (run,) = store.runs(job=JOB)
    assert (run.outcome, run.counts["merged_hours"]) == ("done", 2)


def test_merged_content_is_known_and_not_taken_again(home, raw):
    take(home, raw)
    tidy(home, now=NOW)
    for file in home.flows.glob("*/*/[0-9a-f]*.parquet"):
        file.unlink()  # as the sweep does after the grace
    again = take(home, raw)
    assert again.again
    assert FlowLake(home.flows).rows() == 6


def test_merged_content_with_other_options_is_refused(home, raw):
    take(home, raw)
    tidy(home, now=NOW)
    refused = take(home, raw, OTHERS)
    assert "read with other options" in refused.problem
    assert FlowLake(home.flows).rows() == 6


def test_unmerged_content_with_other_options_is_replaced(home, raw):
    take(home, raw)
    assert take(home, raw, OTHERS).record.kept == 6
    assert FlowLake(home.flows).rows() == 6


def test_an_import_nobody_recorded_is_not_merged(home):
    many_files(home.flows)
    assert tidy(home, now=NOW).merged == []


def test_files_that_people_put_there_are_merged(home):
    (name,) = write_file(home.flows, plain_flows([START]), "a" * 16)
    file = home.flows / name
    file.rename(file.with_name("theirs.parquet"))
    assert tidy(home, now=NOW).counts()["merged_hours"] == 1


def test_segments_that_nobody_recorded_are_not_settled(home):
    with Store.open(home.state_file) as store:
        settled = settled_files(store)
        assert not settled(Path(f"collector-{1:016d}-{2:016d}-0000.parquet"))


def test_collected_flows_survive_merging_and_a_new_start(home, made, spooled):
    for number in (1, 2):
        spooled(home.datagrams, number, [(1, payload) for payload in made.routers[0]])
    options = DecodingOptions(
        collector="collector", pseudonyms=Pseudonyms(bytes(32), ()), sampling=None
    )
    with Store.open(home.state_file) as store:
        decoder = SpoolDecoder(home, store, options)
        decoder.step()
        before = starts_in(FlowLake(home.flows).files())
        assert tidy(home, now=datetime.now(UTC)).counts()["merged_rows"] == len(before) > 0
        spooled(home.datagrams, 3, [])
        SpoolDecoder(home, store, options).recover()
        assert starts_in(FlowLake(home.flows).files()) == before


def test_too_old_hours_go_and_their_day_is_kept_as_aggregates(home, raw):
    take(home, raw)
    home = settings(home, "[lake]\nkeep_days = 1\n")
    done = tidy(home, now=NOW)
    assert [(d.reason, d.rows) for d in done.dropped] == [("age", 4), ("age", 2)]
    assert FlowLake(home.flows).files() == []
    [file] = (home.daily / "exporters").glob("*.parquet")
    assert pq.read_table(file)["flows"].to_pylist() == [6]


def test_dropped_content_may_be_taken_again_and_leaves_its_closed_day(home, raw):
    take(home, raw)
    tidy(settings(home, "[lake]\nkeep_days = 1\n"), now=NOW)
    home = settings(home, "")
    assert take(home, raw).record.kept == 6
    assert FlowLake(home.flows).rows() == 6
    assert tidy(home, now=NOW).days == []


def test_the_disk_share_drops_the_oldest(home, raw):
    take(home, raw)
    done = tidy(settings(home, "[lake]\nmax_disk_share = 1e-15\n"), now=NOW)
    assert [d.reason for d in done.dropped] == ["disk", "disk"]


def test_old_aggregates_go(home, raw):
    take(home, raw)
    tidy(home, now=NOW)
    done = tidy(settings(home, "[lake]\nkeep_daily_days = 1\n"), now=NOW + timedelta(days=1))
    assert [day.isoformat() for day in done.dropped_days] == ["2025-06-02"]


def test_one_damaged_hour_does_not_stop_the_others(home, raw):
    take(home, raw)
    FlowLake(home.flows).files()[0].write_bytes(b"PAR1")
    soon = datetime.fromtimestamp(START / 1000, UTC) + timedelta(hours=5)
    done = tidy(home, now=soon)
    assert len(done.merged) == 1
    assert "is damaged" in done.problems[0]


def test_a_damaged_hour_may_still_be_dropped(home, raw):
    take(home, raw)
    FlowLake(home.flows).files()[0].write_bytes(b"PAR1")
    done = tidy(settings(home, "[lake]\nkeep_days = 1\n"), now=NOW)
    assert [d.rows for d in done.dropped] == [0, 2]
    assert done.problems


def test_only_one_run_at_a_time(home):
    with (home.lake / ".tidy.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(ConfigError, match="being tidied already"):
            tidy(home, now=NOW)
