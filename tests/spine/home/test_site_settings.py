"""Watchers need what their kind needs; words are lower case."""

import pytest
from pydantic import ValidationError

from noroshi.spine.home import read_settings
from noroshi.spine.home.site_settings import SitesSettings, WatchSettings
from noroshi.spine.model import ConfigError


@pytest.mark.parametrize(
    ("kind", "more", "needs"),
    [("rss", {}, "url"), ("x", {"url": "https://a.example"}, "query"), ("ct-log", {"url": "https://a.example"}, "key")],
)  # fmt: skip
def test_a_watcher_says_what_it_needs(kind, more, needs):
    with pytest.raises(ValidationError, match=f"needs {needs}"):
        WatchSettings(name="a", kind=kind, **more)


def test_words_are_lower_case_and_not_empty():
    assert SitesSettings(allow=(".Good.Example.",)).allow == ("good.example",)
    with pytest.raises(ValidationError, match="2 to 253"):
        SitesSettings(brands=("a",))


def test_two_watchers_have_their_own_names(tmp_path):
    path = tmp_path / "noroshi.toml"
    path.write_text('[[watch]]\nname = "a"\nkind = "peers"\n' * 2)
    with pytest.raises(ConfigError, match="two watchers"):
        read_settings(path)
