from datetime import UTC, datetime

import pytest

from noroshi.jobs.flows.asking import Asked, find, query, top
from noroshi.jobs.flows.tidying import tidy
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.flows.ranking import Filter, Ranking
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, EngineError
from noroshi.spine.store import Store
from noroshi.testing import flow, flow_table
from noroshi.testing.lakes import write_file

HOSTILE = [
    "COPY flows TO 'stolen.csv'", "ATTACH 'x.db'", "INSTALL httpfs", "SET memory_limit = '9GB'", "PRAGMA version",
    "SELECT 1; SELECT 2", "CREATE TABLE x AS SELECT 1", "DROP VIEW flows", "EXPORT DATABASE 'x'", "CALL pragma_version()",
    "SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM read_text('/etc/passwd')", "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM glob('/etc/*')", "SELECT * FROM sniff_csv('/etc/passwd')", "SELECT * FROM query('COPY (SELECT 1) TO ''x''')",
    "WITH x AS (INSERT INTO flows VALUES (1) RETURNING *) SELECT * FROM x", "SELECT 1) TO 'x' --", "SELECT 1 FROM (COPY flows TO 'x')",
    "SELECT * FROM files", "SELECT getenv('HOME')", "LOAD 'x.duckdb_extension'", "", "nonsense",
]  # fmt: skip


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home").create()
    rows = [flow(f"100.64.0.{n}:50000", "192.0.2.1:443/tcp", at_s=1800 * n) for n in range(1, 5)]
    write_file(home.flows, flow_table(rows), "a" * 16)
    return home


def ask(home, sql, **more):
    return list(query(home, sql, Asked(**more)))


def test_rows_of_a_select_come_readable(home):
    sql = "SELECT sourceAddressHi, sourceAddressLo, count(*) AS n FROM flows GROUP BY ALL ORDER BY ALL LIMIT 1;"
    assert ask(home, sql) == [{"sourceAddress": "100.64.0.1", "n": 1}]


def test_macros_are_there(home):
    sql = "SELECT ip(sourceAddressHi, sourceAddressLo) AS a FROM flows WHERE in_net(sourceAddressHi, sourceAddressLo, '100.64.0.2/31') ORDER BY a -- both"
    assert ask(home, sql) == [{"a": "100.64.0.2"}, {"a": "100.64.0.3"}]


def test_the_limit_holds(home):
    assert len(list(query(home, "FROM flows", Asked(), limit=2))) == 2


def test_only_the_time_asked_for_is_read(home):
    start, end = datetime(2026, 1, 5, 1, tzinfo=UTC), datetime(2026, 1, 5, 1, 30, tzinfo=UTC)
    assert ask(home, "SELECT count(*) AS n FROM flows", start=start, end=end) == [{"n": 1}]
    assert ask(home, "SELECT count(*) AS n FROM flows", start=start) == [{"n": 3}]
    with pytest.raises(ConfigError, match="no flows in that time"):
        ask(home, "FROM flows", start=datetime(2027, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("sql", HOSTILE)
def test_hostile_sql_is_refused(home, sql):
    files = FlowLake(home.flows).files()  # a variable of this name must not be readable
    before = sorted(home.path.rglob("*"))
    with pytest.raises((ConfigError, EngineError)):
        ask(home, sql)
    assert FlowLake(home.flows).files() == files
    assert set(home.path.rglob("*")) - set(before) <= set(home.path.glob("state.db*"))


def test_summarised_days_can_be_asked(home):
    tidy(home, now=datetime(2026, 1, 7, tzinfo=UTC))
    [row] = ask(home, "SELECT server_hi, server_lo, port, subscribers FROM daily_servers")
    assert row == {"server": "192.0.2.1", "port": 443, "subscribers": 4}


def test_every_read_is_recorded_with_its_purpose(home):
    ask(home, "SELECT 1 AS n FROM flows", purpose="case 7")
    top(home, Ranking(by=("source",), chosen=Filter()), Asked())
    find(home, Filter(address="192.0.2.1"), Asked())
    with pytest.raises(EngineError):
        ask(home, "SELECT nothing FROM flows")
    with Store.open(home.state_file) as store:
        runs = store.runs()
    assert sorted((run.job, run.outcome) for run in runs) == [
        ("flows find", "done"), ("flows query", "done"), ("flows query", "stopped"), ("flows top", "done"),
    ]  # fmt: skip
    assert {run.inputs["purpose"] for run in runs} == {"", "case 7"}
    assert all(run.inputs["by"] for run in runs)


def test_an_address_is_found_at_either_end_before_and_after_merging(home):
    for _ in range(2):
        rows = find(home, Filter(address="192.0.2.1"), Asked())
        assert [row["sourceAddress"] for row in rows] == [f"100.64.0.{n}" for n in range(1, 5)]
        assert "vlanId" not in rows[0]
        tidy(home, now=datetime(2026, 1, 7, tzinfo=UTC))


def test_an_empty_lake_is_told(tmp_path):
    with pytest.raises(ConfigError, match="there are no flows"):
        ask(Home(tmp_path / "empty").create(), "FROM flows")
