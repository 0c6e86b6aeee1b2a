"""The embedded engine keeps its memory limit, tells progress, stops when asked, and cleans up."""

import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from noroshi.spine.engine import DuckEngine, Step
from noroshi.spine.model import Cancelled, ConfigError, EngineError

ENDLESS = "SELECT sum(hash(a.range + b.range)) AS s FROM range(1000000) a, range(1000000) b"


def step(sql: str, name: str = "made", params: tuple[str, ...] = ()) -> Step:
    return Step(name=name, sql=sql, inputs=(), keys=(), params=params)


@pytest.fixture
def engine() -> Iterator[DuckEngine]:
    with DuckEngine(memory_limit="200MB", threads=1) as engine:
        yield engine


def test_a_step_makes_a_table_that_the_next_one_reads(engine: DuckEngine) -> None:
    assert engine.step(step("SELECT range AS n FROM range(5)", "numbers")) == 5
    assert engine.step(step("SELECT sum(n)::INT AS total FROM numbers", "total")) == 1
    assert engine.fetch("total").to_pylist() == [{"total": 10}]


def test_a_second_run_replaces_the_first(engine: DuckEngine) -> None:
    engine.step(step("SELECT 1 AS n"))
    engine.step(step("SELECT 2 AS n"))
    assert engine.fetch("made")["n"].to_pylist() == [2]


def test_parameters_are_bound_never_pasted(engine: DuckEngine) -> None:
    hostile = "x'; DROP TABLE made; --"
    engine.step(step("SELECT $text AS t", params=("text",)), {"text": hostile, "unused": 1})
    assert engine.fetch("made")["t"].to_pylist() == [hostile]


def test_missing_parameters_are_named(engine: DuckEngine) -> None:
    needs = step("SELECT $b AS b, $a AS a", params=("b", "a"))
    with pytest.raises(EngineError, match="step made lacks parameters: a, b"):
        engine.step(needs)


def test_hostile_names_stay_names(engine: DuckEngine) -> None:
    name = 'a"; DROP TABLE x; --'
    engine.load(name, pa.table({"n": [1, 2]}))
    assert engine.fetch(name).num_rows == 2


def test_parquet_files_with_different_columns_are_one_table(
    engine: DuckEngine, tmp_path: Path
) -> None:
    odd = tmp_path / "it's.parquet"
    engine.load("a", pa.table({"x": [1]}))
    engine.load("b", pa.table({"x": [2], "y": ["z"]}))
    assert engine.write("a", odd) == 1
    assert engine.write("b", tmp_path / "b.parquet") == 1
    engine.register("two", [odd, tmp_path / "b.parquet"])
    rows = engine.query("SELECT * FROM two ORDER BY x").to_pylist()
    assert rows == [{"x": 1, "y": None}, {"x": 2, "y": "z"}]


def test_partition_folders_add_no_columns(engine: DuckEngine, tmp_path: Path) -> None:
    folder = tmp_path / "date=2026-01-01"
    folder.mkdir()
    engine.load("a", pa.table({"x": [1]}))
    engine.write("a", folder / "a.parquet")
    engine.register("back", [folder / "a.parquet"])
    assert engine.fetch("back").column_names == ["x"]


def test_no_file_is_refused(engine: DuckEngine) -> None:
    with pytest.raises(EngineError, match="no Parquet file for table flows"):
        engine.register("flows", [])


def test_a_broken_file_is_an_engine_error_that_names_the_table(
    engine: DuckEngine, tmp_path: Path
) -> None:
    path = tmp_path / "broken.parquet"
    path.write_bytes(b"PAR1 cut in the middle")
    with pytest.raises(EngineError, match=r"flows: .*broken\.parquet"):
        engine.register("flows", [path])


def test_wrong_sql_is_an_engine_error_that_names_the_step(engine: DuckEngine) -> None:
    with pytest.raises(EngineError, match=r"made: .*nowhere"):
        engine.step(step("SELECT * FROM nowhere"))


def test_a_dropped_table_is_gone(engine: DuckEngine) -> None:
    engine.step(step("SELECT 1 AS n"))
    engine.drop("made")
    engine.drop("made")
    with pytest.raises(EngineError, match="made"):
        engine.fetch("made")


def test_times_are_utc(engine: DuckEngine) -> None:
    row = engine.query("SELECT current_setting('TimeZone') AS zone").to_pylist()
    assert row == [{"zone": "UTC"}]


def test_a_wrong_memory_limit_is_told_at_the_start() -> None:
    with pytest.raises(EngineError, match="did not start"):
        DuckEngine(memory_limit="much")


def test_work_beyond_the_memory_limit_spills_and_leaves_nothing(tmp_path: Path) -> None:
    spill = tmp_path / "spill" / "engine"
    with DuckEngine(memory_limit="60MB", threads=1, spill_dir=spill) as engine:
        rows = engine.step(step("SELECT range AS n, hash(range) AS h FROM range(10_000_000)"))
        spilled = sum(file.stat().st_size for file in spill.rglob("*") if file.is_file())
        total = engine.query("SELECT sum(n)::BIGINT AS s FROM made")["s"][0].as_py()
    assert rows == 10_000_000
    assert total == 10_000_000 * 9_999_999 // 2
    assert spilled > 20_000_000
    assert list(spill.rglob("*")) == []


def test_a_running_step_stops_from_another_thread(engine: DuckEngine) -> None:
    timer = threading.Timer(0.3, engine.interrupt)
    timer.start()
    with pytest.raises(Cancelled, match="while computing made"):
        engine.step(step(ENDLESS))
    timer.join()
    assert engine.step(step("SELECT 1 AS n")) == 1


def test_control_c_in_the_middle_of_a_step_cancels_it(engine: DuckEngine) -> None:
    timer = threading.Timer(0.3, signal.raise_signal, [signal.SIGINT])
    timer.start()
    with pytest.raises(Cancelled, match="while computing made"):
        engine.step(step(ENDLESS))
    timer.join()
    assert engine.step(step("SELECT 1 AS n")) == 1


def test_progress_rises_to_one_and_names_the_step() -> None:
    heard: list[tuple[str, float]] = []
    with DuckEngine(
        memory_limit="200MB", threads=1, progress=lambda *told: heard.append(told)
    ) as engine:
        engine.load("two", pa.table({"n": range(2_000_000)}))
        engine.step(step("SELECT sum(hash(n * r.range)) AS s FROM two, range(60) r"))
    parts = [part for name, part in heard]
    assert {name for name, _ in heard} == {"made"}
    assert len(parts) > 1, "the step ended before its progress was read"
    assert parts[-1] == 1.0
    assert all(0.0 <= part <= 1.0 for part in parts)


def test_the_last_word_of_progress_comes_even_when_a_step_fails() -> None:
    heard: list[tuple[str, float]] = []
    with (
        DuckEngine(progress=lambda *told: heard.append(told)) as engine,
        pytest.raises(EngineError),
    ):
        engine.step(step("SELECT * FROM nowhere"))
    assert heard[-1] == ("made", 1.0)


def test_control_c_between_two_statements_cancels_too(engine: DuckEngine) -> None:
    with pytest.raises(Cancelled, match="while computing made"), engine._translated("made"):
        raise KeyboardInterrupt


def test_a_mistake_of_ours_is_not_taken_for_an_interruption(engine: DuckEngine) -> None:
    with pytest.raises(RuntimeError, match="dictionary changed"), engine._translated("made"):
        raise RuntimeError("dictionary changed size during iteration")


def test_rows_stream_in_their_order_in_batches(engine: DuckEngine) -> None:
    sql = "SELECT range AS n FROM range(10000) ORDER BY n DESC"
    batches = list(engine.stream(sql, rows=2048))
    assert len(batches) > 1
    assert [n for batch in batches for n in batch.column(0).to_pylist()] == [*range(9999, -1, -1)]


def test_a_confined_engine_reads_its_files_and_no_others(
    engine: DuckEngine, tmp_path: Path
) -> None:
    mine, other = tmp_path / "mine.parquet", tmp_path / "other.parquet"
    for file in (mine, other):
        pq.write_table(pa.table({"n": [1]}), file)
    engine.register("mine", [mine])
    engine.confine([mine])
    assert engine.fetch("mine").num_rows == 1
    with pytest.raises(EngineError, match="disabled by configuration"):
        engine.query(f"SELECT * FROM read_parquet('{other}')")
    with pytest.raises(EngineError, match="locked"):
        engine.define("SET enable_external_access = true")


@pytest.mark.parametrize("sql", ["", "SELEC 1", "SELECT 1; SELECT 2", "COPY (SELECT 1) TO 'x'"])
def test_anything_but_one_select_is_wrong_use(engine: DuckEngine, sql: str) -> None:
    with pytest.raises(ConfigError):
        engine.one_select(sql)
    assert engine.one_select("SELECT 1 ; ") == "SELECT 1"
