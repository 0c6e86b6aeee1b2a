import pytest

from noroshi.jobs.demo.course import run_demo
from noroshi.jobs.demo.stages import ProductStages
from noroshi.lab import SUBSCRIBER_RANGES, Plan
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, SourceError


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    home = Home(folder / "home").create()
    stages = ProductStages(home, "en").stages()
    return run_demo(Plan(seed=2, subscribers=40), folder, stages, told=lambda *_: None)


def test_every_exported_record_is_taken_in(result):
    assert result.imported == result.made.records


def test_the_report_shows_the_truth_beside_the_list(result):
    page = result.report.read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert all(address in page for address in result.made.truth.addresses)


def test_what_policy_allows_stands_on_the_list(result):
    assert 0 <= result.listed <= len(result.judged)


def test_the_report_names_no_subscriber(result):
    page = result.report.read_text(encoding="utf-8")
    assert "100.64." not in page
    assert SUBSCRIBER_RANGES


def test_a_home_of_ones_own_keeps_its_settings(tmp_path):
    home = Home(tmp_path).create()
    settings = "[c2]\nthreshold = 0.25\n[share]\nmade_data = true\n"
    home.settings_file.write_text(settings, encoding="utf-8")
    ProductStages(home, "ja")
    assert home.settings.c2.threshold == 0.25


def test_somebody_s_own_home_is_left_alone(tmp_path):
    home = Home(tmp_path).create()
    home.settings_file.write_text("[c2]\nthreshold = 0.25\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="made data"):
        ProductStages(home, "ja")


def test_a_new_home_knows_its_made_subscribers(tmp_path):
    home = Home(tmp_path).create()
    home.settings_file.unlink(missing_ok=True)
    ProductStages(home, "ja")
    assert Home(tmp_path).settings.flows.subscribers == SUBSCRIBER_RANGES
    assert Home(tmp_path).settings.share.made_data


def test_a_capture_that_cannot_be_read_back_stops_the_demo(tmp_path):
    (tmp_path / "cut.pcap").write_bytes(b"\x0a\x0d")
    stages = ProductStages(Home(tmp_path / "home").create(), "en")
    with pytest.raises(SourceError, match="cannot be read back"):
        stages.take_in([tmp_path / "cut.pcap"])
