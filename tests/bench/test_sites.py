import json

from bench import page_prior, site_flow, sites_speed, visits
from noroshi.sites.evaluate.measured import MeasuredPage, write_measured


def test_speeds_of_posts_and_urls_are_told(tmp_path):
    sites_speed.main(40, 40, tmp_path)
    told = json.loads((tmp_path / "sites_speed.json").read_text())
    assert told["posts"]["per_cpu_s"] > 0
    assert told["urls"]["per_cpu_s"] > 0


def test_a_prior_is_told_on_pages_that_did_not_choose_it(tmp_path):
    rows = [
        MeasuredPage(
            id=f"{at}", domain=f"d{at}.test", label=at % 2, family=f"f{at % 3}", source="made",
            terms={"sites.borrowed-brand": 1.0} if at % 2 else {"sites.no-request": 1.0},
        )
        for at in range(32)
    ]  # fmt: skip
    write_measured(rows, tmp_path / "rows.jsonl")
    page_prior.main([tmp_path / "rows.jsonl"], (5.0, 20.0), tmp_path)
    told = json.loads((tmp_path / "page_prior.json").read_text())
    assert (told["nested"]["malicious"], told["nested"]["harmless"]) == (16, 16)
    assert set(told["flattering"]) == {"5", "20"}


def test_a_page_of_the_visits_is_light_and_the_same_each_time():
    assert visits.page(7) == visits.page(7)
    assert 1_000 < len(visits.page(7)) < 10_000


def test_a_killed_taker_of_posts_loses_none_and_doubles_none(tmp_path):
    told = site_flow.burst(site_flow.made_home(tmp_path), 60, portion=5)
    assert 30 <= told["acknowledged_before_kill"] <= told["stored_after_kill"]
    assert told["taken_at_the_end"] == told["stored_at_the_end"] == 60


def test_a_reported_page_comes_onto_the_list(tmp_path):
    site_flow.main(6, 40, 240, tmp_path)
    told = json.loads((tmp_path / "site_flow.json").read_text())
    assert told["without_verdict"] == 0
    assert sum(told["verdicts"].values()) == 6
    assert told["post_to_shared"]["urls"] > 0
