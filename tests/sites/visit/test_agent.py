import pytest

from noroshi.sites.visit.agent import brands, override, user_agent
from noroshi.sites.visit.profile import DESKTOP, MOBILE

VERSION = "156.0.8078.108"


def test_the_user_agent_is_chrome_s_reduced_one():
    assert user_agent(MOBILE, VERSION) == (
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
        " Chrome/156.0.0.0 Mobile Safari/537.36"
    )
    assert "Windows NT 10.0; Win64; x64" in user_agent(DESKTOP, VERSION)
    assert "Headless" not in user_agent(DESKTOP, VERSION)


@pytest.mark.parametrize(
    ("version", "told"),
    [
        ("156.0.8078.108", "Not:A-Brand 8, Chromium 156, Google Chrome 156"),
        ("124.0.6367.60", "Chromium 124, Google Chrome 124, Not-A.Brand 99"),
    ],
)
def test_brands_are_those_of_the_real_browser(version, told):
    assert ", ".join(f"{one.brand} {one.version}" for one in brands(version)) == told


def test_hints_agree_with_the_user_agent():
    for profile, platform in ((MOBILE, "Android"), (DESKTOP, "Windows")):
        told = override(profile, VERSION)
        hints = told["userAgentMetadata"]
        assert (hints["platform"], hints["mobile"]) == (platform, profile.mobile)
        assert {one["version"] for one in hints["brands"]} >= {"156"}
        assert VERSION in {one["version"] for one in hints["fullVersionList"]}
        assert told["acceptLanguage"] == "ja-JP,ja,en-US,en"
