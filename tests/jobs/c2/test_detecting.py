from datetime import timedelta

import pytest

from noroshi.c2.judge import KIND
from noroshi.jobs.c2.detecting import detect
from noroshi.spine.model import Cancelled
from noroshi.spine.store import Store
from noroshi.testing.scenes import CONTROLLER


def kept(home):
    with Store.open(home.state_file) as store:
        return [finding.subject.value for finding in store.findings(kind=KIND)]


def test_the_controller_is_found_and_kept(own, scene):
    done = detect(own)
    assert [f.subject.value for f in done.findings] == [CONTROLLER] == kept(own)
    assert done.listed == 1
    assert done.flows == scene.flows.num_rows
    assert done.subscribers == 40
    assert done.seconds > 0


def test_a_second_run_replaces_the_first(own):
    first, again = detect(own), detect(own)
    assert [f.id for f in first.findings] == [f.id for f in again.findings]
    assert kept(own) == [CONTROLLER]


def test_everything_is_told_but_only_the_listed_are_kept(own):
    done = detect(own, everything=True)
    assert len(done.findings) == done.servers > 60
    assert done.listed == 1
    assert kept(own) == [CONTROLLER]


def test_another_threshold_takes_back_what_it_does_not_hold(own, monkeypatch):
    detect(own)
    monkeypatch.setenv("NOROSHI__C2__THRESHOLD", "1.0")
    assert detect(type(own)(own.path)).listed == 0
    assert kept(own) == []


def test_a_quiet_hour_gives_no_finding(own, scene):
    done = detect(own, start=scene.window.start, end=scene.window.start + timedelta(seconds=1))
    assert (done.findings, done.listed) == ((), 0)


def test_the_closer_look_gets_the_listed_while_the_flows_are_open(own, scene):
    seen = []

    def look(opened, detector, judgement, listed):
        rows = opened.engine.fetch("turned").num_rows
        seen.append((rows, [f.subject.value for f in listed], detector.name))

    detect(own, everything=True, look=look)
    assert seen == [(scene.flows.num_rows, [CONTROLLER], "c2.servers")]


def test_a_stopped_run_leaves_the_store_as_it_was(own):
    detect(own)

    def stop(opened, detector, judgement, listed):
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        detect(own, look=stop)
    assert kept(own) == [CONTROLLER]
