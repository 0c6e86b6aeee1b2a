"""Store: what is committed is kept, what is re-run replaces."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from noroshi.spine.model import (
    Decision,
    Endpoint,
    ImportRecord,
    SourceError,
    Subject,
    Text,
    Verdict,
    Window,
)
from noroshi.spine.store import Store
from noroshi.testing.findings import DETECTOR, HOUR, MADE_AT, make_evidence, make_finding

KIND = "c2-server"


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "state.db") as opened:
        yield opened


def begun(store):
    return store.begin_run("c2.detect", detector=DETECTOR, window=HOUR, inputs={}, at=MADE_AT)


def findings_at(*ports, score=0.9, window=HOUR):
    return [
        make_finding(
            Subject.endpoint(Endpoint("192.0.2.1", port, "tcp")), score=score, window=window
        )
        for port in ports
    ]


def test_findings_come_highest_score_first(store):
    given_findings = [
        make_finding(Subject.endpoint(Endpoint("192.0.2.1", port, "tcp")), score=port / 10)
        for port in (3, 9, 1, 7)
    ]
    store.replace_findings(begun(store), given_findings, kind=KIND, window=HOUR)
    assert [f.score for f in store.findings()] == [0.9, 0.7, 0.3, 0.1]
    assert [f.score for f in store.findings(min_score=0.7)] == [0.9, 0.7]


def test_a_second_run_replaces_and_doubles_nothing(store):
    store.replace_findings(begun(store), findings_at(1, 2), kind=KIND, window=HOUR)
    store.replace_findings(begun(store), findings_at(2, 3, score=0.5), kind=KIND, window=HOUR)
    assert sorted(f.subject.as_endpoint().port for f in store.findings()) == [2, 3]
    assert {f.score for f in store.findings()} == {0.5}


def test_an_empty_second_run_leaves_no_finding_and_no_evidence(store):
    store.replace_findings(begun(store), findings_at(1), kind=KIND, window=HOUR)
    store.replace_findings(begun(store), [], kind=KIND, window=HOUR)
    with store.database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM evidence")) == 0
    assert store.findings() == []


def test_another_window_is_left_alone(store):
    later = Window(HOUR.end, HOUR.end + timedelta(hours=1))
    store.replace_findings(begun(store), findings_at(1), kind=KIND, window=HOUR)
    store.replace_findings(begun(store), findings_at(1, window=later), kind=KIND, window=later)
    assert len(store.findings()) == 2
    assert [f.window for f in store.findings(window=later)] == [later]
    assert store.findings(kind="malicious-site") == []


def test_windows_that_differ_below_a_millisecond_replace_each_other(store):
    shifted = Window(HOUR.start + timedelta(microseconds=1), HOUR.end)
    store.replace_findings(begun(store), findings_at(1), kind=KIND, window=HOUR)
    store.replace_findings(begun(store), findings_at(1, window=shifted), kind=KIND, window=shifted)
    assert [f.window for f in store.findings()] == [shifted]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(findings_at(1, 1), id="same id twice"),
        pytest.param(
            findings_at(1, window=Window(HOUR.end, HOUR.end + timedelta(1))), id="other window"
        ),
        pytest.param([make_finding(evidence=[make_evidence(weight=float("nan"))])], id="NaN"),
    ],
)
def test_wrong_findings_are_refused_and_the_old_ones_stay(store, wrong):
    store.replace_findings(begun(store), findings_at(9), kind=KIND, window=HOUR)
    with pytest.raises(ValueError, match=r"finding|NaN"):
        store.replace_findings(begun(store), wrong, kind=KIND, window=HOUR)
    assert [f.subject.as_endpoint().port for f in store.findings()] == [9]


def test_findings_of_no_run_are_refused(store):
    with pytest.raises(SourceError) as caught:
        store.replace_findings("no-such-run", findings_at(1), kind=KIND, window=HOUR)
    assert isinstance(caught.value.__cause__, IntegrityError)


KILLED = """
import os, signal, sys
from noroshi.spine.store import Store, store as module
from noroshi.testing.findings import DETECTOR, HOUR, MADE_AT, make_finding
from noroshi.spine.model import Endpoint, Subject

def die(finding, finding_id):
    os.kill(os.getpid(), signal.SIGKILL)

store = Store.open(sys.argv[1])
run = store.begin_run("c2.detect", detector=DETECTOR, window=HOUR, inputs={}, at=MADE_AT)
module.rows_of_evidence = die  # old rows are deleted and new findings inserted by then
new = [make_finding(Subject.endpoint(Endpoint("192.0.2.1", p, "tcp"))) for p in range(50, 80)]
store.replace_findings(run, new, kind="c2-server", window=HOUR)
"""


def test_a_killed_process_leaves_the_old_findings_whole(tmp_path):
    path = tmp_path / "state.db"
    with Store.open(path) as store:
        store.replace_findings(begun(store), findings_at(1, 2), kind=KIND, window=HOUR)
    died = subprocess.run(
        [sys.executable, "-c", KILLED, str(path)], check=False, env=os.environ, timeout=60
    )
    assert died.returncode == -signal.SIGKILL
    with Store.open(path) as store:
        assert sorted(f.subject.as_endpoint().port for f in store.findings()) == [1, 2]
        assert [run.ended_at for run in store.runs()] == [None, None]


def decision(verdict, *, finding_id="f"):
    return Decision(
        finding_id=finding_id,
        verdict=verdict,
        by="user:taro",
        reason=Text(ja="確認した", en="checked"),
        at=MADE_AT,
    )


def test_decisions_keep_the_order_they_were_taken_in(store):
    taken = [decision(Verdict.SHARE), decision(Verdict.HOLD), decision(Verdict.DROP)]
    store.append_decisions(taken[:1])
    store.append_decisions([])
    store.append_decisions(taken[1:])
    store.append_decisions([decision(Verdict.SHARE, finding_id="other")])
    assert store.decisions("f") == taken
    assert len(store.decisions()) == 4


@pytest.mark.parametrize(
    "statement", ["UPDATE decisions SET verdict = 'share'", "DELETE FROM decisions"]
)
def test_no_statement_changes_the_record_of_decisions(store, statement):
    store.append_decisions([decision(Verdict.DROP)])
    with pytest.raises(SourceError, match="append-only"), store.database.writing() as session:
        session.execute(text(statement))
    assert store.decisions() == [decision(Verdict.DROP)]


def test_decisions_outlive_their_finding(store):
    finding = findings_at(1)[0]
    store.replace_findings(begun(store), [finding], kind=KIND, window=HOUR)
    store.append_decisions([decision(Verdict.SHARE, finding_id=finding.id)])
    store.replace_findings(begun(store), [], kind=KIND, window=HOUR)
    assert len(store.decisions(finding.id)) == 1


def imported(**changes):
    values = {
        "digest": "ab" * 32,
        "path": "day.parquet",
        "format": "parquet",
        "read": 3,
        "kept": 2,
        "refused": {"no-address": 1},
        "files": ("flows/date=2026-01-01/a.parquet",),
        "imported_at": MADE_AT,
    }
    return ImportRecord(**(values | changes))


def test_an_import_is_found_by_digest_and_replaced_by_its_next_record(store):
    assert store.find_import("ab" * 32) is None
    store.save_import(imported())
    store.save_import(imported(kept=3, refused={}))
    assert store.find_import("ab" * 32) == imported(kept=3, refused={})
