import asyncio
from pathlib import Path

from noroshi.jobs.sites.judging import own_parameters
from noroshi.jobs.sites.ranging import (
    campaign_score,
    of_pages,
    of_scenes,
    scene_rows,
    try_addresses,
)
from noroshi.sites.brands import shipped_brands
from noroshi.sites.range.corpus import corpus
from noroshi.sites.range.scenes import Range
from noroshi.sites.visit import Visit
from noroshi.spine.home import Home
from noroshi.testing.visits import page_visit

PAGES = [
    page
    for page in corpus(shipped_brands(), seed=6, each=1)
    if page.kind.endswith("/plain") or page.kind in {"news", "forum"}
]
BY_URL = {page.url: page.html for page in PAGES}


async def look(url: str, profile: str) -> Visit:
    return page_visit(url, BY_URL[url], profile=profile)


def test_known_truth_is_judged_in_order(tmp_path: Path) -> None:
    tried = asyncio.run(try_addresses(of_pages(PAGES), look, own_parameters(Home(tmp_path))))
    assert [one.outcome.kind for one in tried] == [page.kind for page in PAGES]
    assert not any(one.outcome.called for one in tried if not one.outcome.label)
    assert all(one.outcome.cpu_ms > 0 for one in tried)
    kits = [one for one in tried if one.outcome.label]
    assert campaign_score(kits, [one.outcome.kind for one in kits]) == 1


def test_hosts_that_serve_parts_have_no_truth() -> None:
    scenes = Range().scenes
    assert len(of_scenes(scenes)) == sum(bool(scene.truth) for scene in scenes)
    assert len(list(scene_rows(scenes))) == len(scenes)
