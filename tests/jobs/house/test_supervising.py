"""The supervisor starts parts again, gives up on those that never ran, and ends all."""

import signal
import sys
import time

import pytest

from noroshi.jobs.house import supervising
from noroshi.jobs.house.supervising import Part, Supervisor
from noroshi.spine.model import ConfigError, SourceError

WAIT = "import signal, time; signal.signal(signal.SIGHUP, lambda *_: open({file!r}, 'w').close()); open({up!r}, 'w').close(); time.sleep(60)"


class Time:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def steady():
    return Time()


@pytest.fixture
def supervisor_of(steady):
    made = []

    def make(*code):
        parts = [
            Part(name=f"part {n}", command=(sys.executable, "-c", c)) for n, c in enumerate(code)
        ]
        made.append(Supervisor(parts, environment={"NOROSHI_X": "1"}, steady=steady))
        made[-1].start()
        return made[-1]

    yield make
    for one in made:
        one.stop()


def until(claim):
    for _ in range(600):
        if claim():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come")


def tend_until(supervisor, claim):
    def once():
        supervisor.tend()
        return claim()

    until(once)


def test_all_are_started_and_ended(supervisor_of, tmp_path):
    up = str(tmp_path / "up")
    supervisor = supervisor_of(WAIT.format(file="x", up=up), WAIT.format(file="x", up=up + "2"))
    assert len(supervisor.pids) == 2
    supervisor.stop()
    assert supervisor.pids == {}


def test_a_part_that_fell_is_started_again_after_a_while(supervisor_of, steady, tmp_path):
    up = str(tmp_path / "up")
    supervisor = supervisor_of(WAIT.format(file="x", up=up))
    steady.now = supervising.STEADY_S
    supervisor.tend()
    [before] = supervisor.pids.values()
    supervisor._children[0].process.kill()
    tend_until(supervisor, lambda: not supervisor.pids)
    supervisor.tend()
    assert supervisor.pids == {}
    steady.now += supervising.FIRST_WAIT_S
    supervisor.tend()
    assert [before] != list(supervisor.pids.values())


@pytest.mark.parametrize(("code", "error"), [(2, ConfigError), (3, SourceError), (1, SourceError)])
def test_a_part_that_never_ran_ends_everything_with_its_reason(supervisor_of, code, error):
    supervisor = supervisor_of(f"import sys; sys.exit({code})")
    with pytest.raises(error, match=f"part 0 could not start \\(exit {code}\\)"):
        tend_until(supervisor, lambda: False)


def test_sighup_is_handed_on(supervisor_of, tmp_path):
    up, file = tmp_path / "up", tmp_path / "hup"
    supervisor = supervisor_of(WAIT.format(file=str(file), up=str(up)))
    until(up.exists)
    supervisor.reload()
    until(file.exists)


def test_who_does_not_end_is_ended(supervisor_of, monkeypatch, tmp_path):
    monkeypatch.setattr(supervising, "END_S", 0.2)
    up = tmp_path / "up"
    code = f"import signal, time; signal.signal({int(signal.SIGTERM)}, signal.SIG_IGN); open({str(up)!r}, 'w').close(); time.sleep(60)"
    supervisor = supervisor_of(code)
    until(up.exists)
    supervisor.stop()
    assert supervisor.pids == {}
