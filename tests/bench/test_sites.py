import json

from bench import sites_speed


def test_speeds_of_posts_and_urls_are_told(tmp_path):
    sites_speed.main(40, 40, tmp_path)
    told = json.loads((tmp_path / "sites_speed.json").read_text())
    assert told["posts"]["per_cpu_s"] > 0
    assert told["urls"]["per_cpu_s"] > 0
