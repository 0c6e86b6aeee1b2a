import signal
import subprocess
import sys
import textwrap
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from noroshi.spine.engine import DuckEngine
from noroshi.spine.flows import compaction
from noroshi.spine.flows.compaction import merge, mergeable, sweep
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.flows.merged import is_merged, replaced_by
from noroshi.spine.flows.schema import FLOW_SCHEMA
from noroshi.testing.lakes import HOUR, START, many_files, plain_flows, starts_in, write_file

LATER = datetime.fromtimestamp(START / 1000, UTC) + timedelta(hours=3)


@pytest.fixture
def engine(tmp_path):
    with DuckEngine(memory_limit="300MB", threads=1, spill_dir=tmp_path / "spill") as opened:
        yield opened


@pytest.fixture
def root(tmp_path):
    return tmp_path / "flows"


def hour_of(root):
    (hour,) = FlowLake(root).hours()
    return hour


def merge_all(engine, root):
    return merge(engine, root, mergeable(hour_of(root), now=LATER, settled=lambda _: True))


def test_an_hour_becomes_one_file_with_the_same_rows(engine, root):
    expected = many_files(root)
    done = merge_all(engine, root)
    assert FlowLake(root).files() == [done.file]
    assert starts_in([done.file]) == expected
    assert (done.files, done.rows) == (4, 200)


def test_every_column_keeps_its_values(engine, root):
    table = plain_flows(
        [START, START + 1], exporter=["192.0.2.9", None], vlanId=pa.array([None, 7], pa.uint16())
    )
    write_file(root, table, "a" * 16)
    before = pq.read_table(FlowLake(root).files()[0])
    merge_all(engine, root)
    assert pq.read_table(FlowLake(root).files()[0]).equals(before)


def test_the_schema_stays_the_lakes_own(engine, root):
    many_files(root)
    file = merge_all(engine, root).file
    assert pq.read_schema(file).remove_metadata().equals(FLOW_SCHEMA)
    assert [pq.read_schema(file).field(n).nullable for n in FLOW_SCHEMA.names] == [
        field.nullable for field in FLOW_SCHEMA
    ]


def test_rows_are_sorted_by_source_then_time(engine, root):
    many_files(root)
    table = pq.read_table(merge_all(engine, root).file)
    names = ("sourceAddressHi", "sourceAddressLo", "flowStartMilliseconds")
    keys = list(zip(*(table[name].to_pylist() for name in names), strict=True))
    assert all(a <= b for a, b in pairwise(keys))


def test_row_groups_are_full(engine, root, monkeypatch):
    monkeypatch.setattr(compaction, "ROW_GROUP", 64)
    many_files(root)
    metadata = pq.read_metadata(merge_all(engine, root).file)
    assert [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)] == [
        64,
        64,
        64,
        8,
    ]


def test_replaced_files_stay_for_readers_and_go_after_the_grace(engine, root):
    expected = many_files(root)
    before = FlowLake(root).files()
    merge_all(engine, root)
    assert starts_in(before) == expected
    assert sweep(hour_of(root)) == 0
    assert sweep(hour_of(root), grace_s=0) == 4
    assert not any(file.exists() for file in before)
    assert starts_in(FlowLake(root).files()) == expected


def test_what_came_late_is_merged_into_the_merged(engine, root):
    expected = many_files(root)
    first = merge_all(engine, root)
    write_file(root, plain_flows([START + 7] * 50), "f" * 16)
    second = merge_all(engine, root)
    assert first.file.name in replaced_by(second.file)
    assert starts_in(FlowLake(root).files()) == sorted(expected + [START + 7] * 50)
    sweep(hour_of(root), grace_s=0)
    assert starts_in(FlowLake(root).files()) == sorted(expected + [START + 7] * 50)


def test_a_few_late_rows_wait(engine, root):
    many_files(root)
    merge_all(engine, root)
    write_file(root, plain_flows([START + 7]), "f" * 16)
    hour = hour_of(root)
    assert mergeable(hour, now=LATER, settled=lambda _: True) == []
    now = datetime.now(UTC) + timedelta(days=2)
    assert len(mergeable(hour, now=now, settled=lambda _: True)) == 2


def test_an_hour_that_may_still_grow_is_left_alone(root):
    many_files(root)
    soon = datetime.fromtimestamp(START / 1000, UTC) + timedelta(hours=1, minutes=59)
    assert mergeable(hour_of(root), now=soon, settled=lambda _: True) == []


def test_files_that_nobody_recorded_are_left_alone(engine, root):
    many_files(root)
    settled = lambda file: not file.name.startswith("0000000000000001")  # noqa: E731
    sources = mergeable(hour_of(root), now=LATER, settled=settled)
    merge(engine, root, sources)
    assert len(sources) == 3
    assert len(FlowLake(root).files()) == 2


def test_a_merged_hour_alone_is_done(engine, root):
    many_files(root)
    merge_all(engine, root)
    assert mergeable(hour_of(root), now=LATER, settled=lambda _: True) == []


def test_a_file_written_again_meanwhile_stops_the_merge(engine, root, monkeypatch):
    expected = many_files(root)
    sources = mergeable(hour_of(root), now=LATER, settled=lambda _: True)
    original = compaction.Swap.lock

    def lock(swap):
        sources[0].unlink()
        original(swap)

    monkeypatch.setattr(compaction.Swap, "lock", lock)
    assert merge(engine, root, sources) is None
    assert not any(is_merged(file) for file in FlowLake(root).files())
    assert len(starts_in(FlowLake(root).files())) == len(expected) - 50


@pytest.mark.slow
def test_more_rows_than_memory_are_spilled(tmp_path, root):
    rows = 400_000
    for number in range(3):
        starts = [START + (i * 7919 + number) % HOUR for i in range(rows)]
        sources = [f"100.64.{i % 250}.{i % 241}" for i in range(rows)]
        write_file(root, plain_flows(starts, sources), f"{number:016x}")
    with DuckEngine(memory_limit="120MB", threads=1, spill_dir=tmp_path / "spill") as small:
        assert merge_all(small, root).rows == 3 * rows


KILLED = """
    import os, signal, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from noroshi.spine.engine import DuckEngine
    from noroshi.spine.flows import compaction
    from noroshi.spine.flows.lake import FlowLake

    root, point = Path(sys.argv[1]), sys.argv[2]

    def die(*_, **__):
        os.kill(os.getpid(), signal.SIGKILL)

    def after(function):
        def wrapped(*args, **more):
            function(*args, **more)
            die()
        return wrapped

    if point == "while sorting":
        compaction._whole_table = die
    elif point == "before the swap":
        compaction.Swap.lock = die
    elif point == "between lock and rename":
        compaction.Swap.lock = after(compaction.Swap.lock)
    elif point == "after the swap":
        compaction.Merged = die
    elif point == "in the sweep":
        Path.unlink = after(Path.unlink)
    with DuckEngine(memory_limit="300MB", threads=1) as engine:
        for hour in FlowLake(root).hours():
            now = datetime.now(UTC)
            sources = compaction.mergeable(hour, now=now, settled=lambda _: True)
            if sources:
                compaction.merge(engine, root, sources)
            compaction.sweep(hour, grace_s=0)
"""


@pytest.mark.parametrize(
    "point",
    [
        "while sorting",
        "before the swap",
        "between lock and rename",
        "after the swap",
        "in the sweep",
    ],
)
def test_a_killed_merge_loses_and_doubles_nothing(point, engine, root):
    expected = many_files(root)
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(root), point]
    killed = subprocess.run(command, check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert starts_in(FlowLake(root).files()) == expected
    sources = mergeable(hour_of(root), now=LATER, settled=lambda _: True)
    if sources:
        merge(engine, root, sources)
    sweep(hour_of(root), grace_s=0)
    assert starts_in(FlowLake(root).files()) == expected
    assert len(list(hour_of(root).iterdir())) == 1


def test_readers_that_look_all_the_while_see_every_row_once(engine, root):
    expected = many_files(root)
    reader = """
        import sys
        from pathlib import Path
        from noroshi.spine.flows.lake import FlowLake
        lake = FlowLake(Path(sys.argv[1]))
        print("ready", flush=True)
        seen = set()
        while not Path(sys.argv[1], "stop").exists():
            seen.add(lake.rows())
        print(sorted(seen))
    """
    command = [sys.executable, "-c", textwrap.dedent(reader), str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as watching:
        assert watching.stdout.readline() == "ready\n"
        merge_all(engine, root)
        Path(root, "stop").touch()
        assert watching.stdout.readline() == f"[{len(expected)}]\n"
