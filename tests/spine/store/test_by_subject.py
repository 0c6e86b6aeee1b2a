"""By subject: stretches that together hold everything once, and say what the store says."""

import shutil
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.spine.model import Decision, Subject, Text, Verdict, Window
from noroshi.spine.store import Store
from noroshi.spine.store.by_subject import BySubject
from noroshi.spine.store.lists import Choice, SharedList
from noroshi.testing.changes import make_change
from noroshi.testing.findings import DETECTOR, HOUR, MADE_AT, make_finding

SAID = Text(ja="理由。", en="A reason.")


def keep(store, findings):
    if not findings:
        return
    run = store.begin_run("test", detector=DETECTOR, window=HOUR, inputs={}, at=MADE_AT)
    store.keep_findings(run, findings)


def finding(number, hour=0):
    start = MADE_AT + timedelta(hours=hour)
    window = Window(start, start + timedelta(hours=1))
    return replace(make_finding(Subject.ip(f"198.51.100.{number}")), window=window)


def decision(one, verdict=Verdict.SHARE):
    return Decision(finding_id=one.id, verdict=verdict, by="user:x", reason=SAID, at=MADE_AT)


@pytest.fixture
def place(tmp_path):
    """Gives a fresh state each time: a copy, as making its tables takes longer than a test."""
    template, numbers = tmp_path / "template.db", count()
    Store.open(template).close()

    def made():
        return Path(shutil.copy(template, tmp_path / f"{next(numbers)}.db"))

    return made


def check(store, size):
    """Everything comes once, whole subjects at a time, as the store tells it."""
    subjects = BySubject(store.database)
    found, decided, listed, values = [], [], [], []
    for stretch in subjects.stretches(size):
        mine = subjects.findings(stretch)
        found += mine
        decided += subjects.decisions(stretch).decisions
        entries = subjects.entries(stretch, until=1_000)
        listed += entries
        values.append({one.subject for one in mine} | {one.indicator.subject for one in entries})
    assert sum(map(len, values)) == len(set().union(*values))
    key = lambda one: one.id  # noqa: E731  # short
    assert sorted(found, key=key) == sorted(store.findings(), key=key)
    assert sorted(decided, key=repr) == sorted(store.decisions(), key=repr)
    by_place = sorted(listed, key=lambda one: one.sequence)
    assert by_place == SharedList(store.database).entries(Choice(), limit=999)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    found=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), unique=True, max_size=12),
    listed=st.lists(st.integers(0, 9), unique=True, max_size=8),
    size=st.integers(1, 5),
)
def test_stretches_hold_everything_once(place, found, listed, size):
    with Store.open(place()) as store:
        findings = [finding(number, hour) for number, hour in found]
        keep(store, findings)
        store.append_decisions([decision(one) for one in findings[::2]])
        SharedList(store.database).publish([make_change(number) for number in listed], MADE_AT)
        check(store, size)


def test_both_databases_agree_on_the_order(database_place):
    with Store.open(database_place) as store:
        findings = [finding(number) for number in (10, 9, 100, 2)]
        names = [make_finding(Subject.domain(f"{name}.example")) for name in ("b", "a-b", "a", "z")]
        keep(store, [*findings, *names])
        store.append_decisions([decision(one) for one in findings])
        SharedList(store.database).publish([make_change(number) for number in range(5)], MADE_AT)
        for size in (1, 2, 50):
            check(store, size)


def test_the_last_decision_on_each_finding_has_its_place(tmp_path):
    with Store.open(tmp_path / "state.db") as store:
        one, other = finding(1), finding(2)
        keep(store, [one, other])
        store.append_decisions([decision(one), decision(other), decision(one, Verdict.DROP)])
        (stretch,) = BySubject(store.database).stretches(50)
        assert BySubject(store.database).decisions(stretch).positions == {one.id: 3, other.id: 2}


def test_what_came_after_a_sequence_is_not_there(tmp_path):
    with Store.open(tmp_path / "state.db") as store:
        SharedList(store.database).publish([make_change(1), make_change(2)], MADE_AT)
        subjects = BySubject(store.database)
        (stretch,) = subjects.stretches(50)
        assert [one.sequence for one in subjects.entries(stretch, until=1)] == [1]


def test_outlines_come_in_the_order_of_findings(tmp_path):
    with Store.open(tmp_path / "state.db") as store:
        keep(store, [replace(finding(n), score=n / 10) for n in (3, 9, 5)])
        told = list(store.outlines(kind="c2-server"))
        assert [(one.id, one.subject, one.label, one.detector) for one in told] == [
            (one.id, one.subject, one.label, one.detector.name) for one in store.findings()
        ]
        assert list(store.outlines(kind="other")) == []
