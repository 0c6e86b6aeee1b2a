import pytest

from noroshi.c2.judge.allow import read_allow_lists
from noroshi.jobs.c2.analysing import AGAINST_ALLOWED, allowance, detector_of
from noroshi.testing.analyses import make_analysis


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
