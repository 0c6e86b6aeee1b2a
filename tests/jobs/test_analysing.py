from datetime import timedelta

import pytest

from noroshi.c2.judge.allow import read_allow_lists
from noroshi.jobs.analysing import AGAINST_ALLOWED, allowance, detector_of, open_flows
from noroshi.spine.engine import FLOWS
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError
from noroshi.testing.analyses import make_analysis


def test_the_whole_lake_is_opened_unless_told(filled, scene):
    with open_flows(filled) as opened:
        assert opened.flows == scene.flows.num_rows
        assert opened.engine.fetch(FLOWS).num_rows == scene.flows.num_rows
        assert opened.window.start <= scene.window.start
        assert scene.window.end - timedelta(minutes=2) <= opened.window.end


def test_a_time_narrows_what_is_read(filled, scene):
    middle = scene.window.start + timedelta(hours=3)
    with open_flows(filled, start=middle) as opened:
        assert opened.window.start == middle
        assert 0 < opened.flows < scene.flows.num_rows


def test_an_empty_lake_says_what_to_do(tmp_path):
    with pytest.raises(ConfigError, match="noroshi flows import"), open_flows(Home(tmp_path)):
        pass


def test_a_time_without_flows_names_the_time_that_is_held(filled, scene):
    later = scene.window.end + timedelta(days=9)
    with (
        pytest.raises(ConfigError, match=r"holds 2026-01-0"),
        open_flows(filled, start=later, end=later + timedelta(hours=1)),
    ):
        pass


def test_a_time_that_runs_backwards_is_refused(filled, scene):
    with (
        pytest.raises(ConfigError, match="before it starts"),
        open_flows(filled, start=scene.window.end, end=scene.window.start),
    ):
        pass


def test_the_threshold_of_the_settings_holds(own):
    own.settings_file.write_text("[c2]\nthreshold = 0.9\n", encoding="utf-8")
    detector, _ = detector_of(own)
    assert detector.parameters.threshold == 0.9


OWN_LIST = """
name = "mine"
class = "mail"
version = "1"
source = "test"
licence = "own"
entries = ["192.0.2.0/24 25/tcp"]
"""


@pytest.fixture
def lists(tmp_path):
    (tmp_path / "mine.toml").write_text(OWN_LIST, encoding="utf-8")
    return read_allow_lists([tmp_path])


def test_allow_lists_speak_against_the_servers_they_name(lists):
    servers = [{"address": "192.0.2.9", "srv_port": port} for port in (25, 443)]
    found = allowance(make_analysis(servers), lists)
    assert found.against.tolist() == [AGAINST_ALLOWED, 0.0]
    assert found.classes.tolist() == ["mail", ""]


def test_no_servers_have_no_allowance(lists):
    found = allowance(make_analysis([]), lists)
    assert found.against.shape == found.classes.shape == (0,)


def test_lists_of_the_home_reach_the_detector(own):
    own.allow_lists.mkdir(exist_ok=True)
    (own.allow_lists / "mine.toml").write_text(OWN_LIST, encoding="utf-8")
    _, held = detector_of(own)
    assert "mine" in {one.name for one in held.lists}
