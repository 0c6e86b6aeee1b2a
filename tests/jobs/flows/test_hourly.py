import pytest

from noroshi.jobs.flows.hourly import EVERY_S, FIRST_S, HourlyTidy, run_tidy
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.home import Home
from noroshi.spine.store import Store
from noroshi.testing.lakes import START, plain_flows, write_file


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home").create()
    (name,) = write_file(home.flows, plain_flows([START]), "a" * 16)
    (home.flows / name).rename((home.flows / name).with_name("theirs.parquet"))
    return home


def ended(hourly):
    hourly._process.join(60)
    hourly.tend()


def test_the_first_run_waits_and_the_next_comes_an_hour_later(home, clock):
    hourly = HourlyTidy(home.path, clock=clock)
    hourly.tend()
    assert not hourly.running
    clock.now = FIRST_S
    hourly.tend()
    ended(hourly)
    assert not hourly.running
    assert [file.name[:5] for file in FlowLake(home.flows).files()] == ["hour."]
    clock.now = FIRST_S + EVERY_S
    hourly.tend()
    assert hourly.running
    hourly.stop()
    assert not hourly.running


def test_it_may_be_switched_off(home, clock):
    hourly = HourlyTidy(home.path, enabled=False, clock=clock)
    clock.now = 10 * EVERY_S
    hourly.tend()
    assert not hourly.running


def test_a_home_that_is_unwell_ends_the_child_with_the_exit_code(home, monkeypatch):
    monkeypatch.setattr("os.nice", lambda _: 0)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    home.settings_file.write_text("[lake]\nkeep_days = -1\n")
    with pytest.raises(SystemExit) as end:
        run_tidy(home.path, False, False)
    assert end.value.code == 2


def test_a_run_is_recorded_like_any_other(home, monkeypatch):
    monkeypatch.setattr("os.nice", lambda _: 0)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    run_tidy(home.path, False, False)
    with Store.open(home.state_file) as store:
        assert len(store.runs(job="flows tidy")) == 1
