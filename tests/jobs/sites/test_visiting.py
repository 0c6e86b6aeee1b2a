"""Visiting: what a home says is what a visit gets, and what is kept is told."""

import asyncio
import builtins
from collections import Counter

import pytest

from noroshi.jobs.sites import visiting
from noroshi.jobs.sites.visiting import Kept, profile_named, visit_all
from noroshi.sites.visit.profile import MOBILE
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, InputError
from noroshi.testing.visits import PLAIN


class Looker:
    """Stands for the browser."""

    given = None

    def __init__(self, **options):
        Looker.given = options

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        pass

    async def visit(self, url, profile):
        if url == "nonsense":
            raise InputError("'nonsense' is no web address")
        return PLAIN


def gathered(home, urls, refused, **options):
    async def run():
        return [one async for one in visit_all(urls, MOBILE, home, refused=refused, **options)]

    return asyncio.run(run())


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(visiting, "_visitor", lambda: Looker)
    monkeypatch.setattr(visiting, "browser_user", lambda name, euid: name)
    return Home(tmp_path / "home").create()


def test_settings_bound_the_visit_and_evidence_is_kept(home):
    home.settings_file.write_text(
        '[visit]\nuser = "looker"\ntotal_s = 12\nreceived_mb = 3\nmemory_mb = 256\nfresh = true\n'
    )
    refused = Counter()
    (kept,) = gathered(home, ["https://shop.example/", "nonsense"], refused)
    assert refused == {"'nonsense' is no web address": 1}
    bounds = Looker.given["bounds"]
    assert (bounds.total_s, bounds.received_bytes) == (12, 3 * 1024 * 1024)
    assert bounds.memory_bytes == 256 * 1024 * 1024
    assert (Looker.given["user"], Looker.given["fresh"]) == ("looker", True)
    assert kept.evidence.parent == home.evidence / "visits"
    assert home.quarantine_key_file.stat().st_mode & 0o077 == 0
    assert visiting.verify_evidence(kept.evidence, home, None).faults == ()


def test_evidence_goes_where_it_is_asked_for(home, tmp_path):
    (kept,) = gathered(home, ["https://shop.example/"], Counter(), out=tmp_path / "out")
    assert kept.evidence.parent == tmp_path / "out"


def test_a_row_tells_the_visit(tmp_path):
    row = Kept(visit=PLAIN, evidence=tmp_path).as_row()
    assert (row["url"], row["status"], row["outcome"]) == ("https://shop.example/", 200, "page")


def test_profiles_go_by_their_names():
    assert profile_named("mobile") is MOBILE
    with pytest.raises(ConfigError, match="choose one of"):
        profile_named("tablet")


def test_without_playwright_the_extra_is_named(monkeypatch):
    real = builtins.__import__

    def missing(name, *rest, **more):
        if name.startswith("noroshi.sites.visit.visitor"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(ConfigError, match=r"noroshi\[browser\]"):
        visiting._visitor()
