from datetime import timedelta

import pytest

from noroshi.jobs.flows.opening import open_flows
from noroshi.spine.engine import FLOWS
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError


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
