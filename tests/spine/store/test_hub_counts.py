"""Counts of a hub come from its tables."""

from datetime import UTC, datetime

from sqlalchemy import insert

from noroshi.spine.store import Database
from noroshi.spine.store.hub_counts import hub_counts
from noroshi.spine.store.member_tables import OperatorRow
from noroshi.spine.store.runs import Runs

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


def test_an_empty_hub_counts_nothing(tmp_path):
    with Database.open(tmp_path / "state.db") as database:
        counts = hub_counts(database)
    assert (counts.head, counts.entries, counts.operators, counts.last_pull) == (0, {}, 0, None)


def test_operators_and_runs_are_counted(tmp_path):
    row = {
        "id": "alpha", "name": "Alpha", "role": "sharing", "asns": [], "prefixes": [],
        "domains": [], "contacts": [], "entitlements": [], "action": "none", "joined_at": AT,
    }  # fmt: skip
    with Database.open(tmp_path / "state.db") as database:
        with database.writing() as session:
            session.execute(insert(OperatorRow), [row | {"left_at": None}])
            session.execute(insert(OperatorRow), [row | {"id": "beta", "left_at": AT}])
        for outcome in ("done", "failed: disk"):
            Runs(database).note("x", started_at=AT, ended_at=AT, outcome=outcome, counts={})
        counts = hub_counts(database)
    assert counts.operators == 1
    assert (counts.last_done, counts.last_failed) == ({"x": AT}, {"x": AT})
