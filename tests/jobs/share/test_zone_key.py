"""The zone's key: made once, for its owner only, and never shown."""

import pytest

from noroshi.jobs.share.zone_key import knot_snippet, make_zone_key, zone_key_of
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path).create()


def test_the_key_that_is_made_is_the_key_that_is_read(home):
    path = make_zone_key(home)
    assert path == home.path / "secrets" / "zone-feed.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert zone_key_of(home).name == "noroshi-feed"


def test_a_key_is_not_replaced(home):
    before = make_zone_key(home).read_text()
    with pytest.raises(ConfigError, match="is there already"):
        make_zone_key(home)
    assert make_path(home).read_text() == before


def make_path(home):
    return home.path / "secrets" / "zone-feed.key"


def test_a_missing_or_open_key_is_refused(home):
    with pytest.raises(ConfigError, match="--make-key"):
        zone_key_of(home)
    make_zone_key(home).chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        zone_key_of(home)


def test_the_snippet_names_the_zone_and_shows_no_secret(home, monkeypatch):
    monkeypatch.setenv("NOROSHI__ZONE__NAME", "rpz.example")
    home = Home(home.path)
    make_zone_key(home)
    told = knot_snippet(home)
    assert "domain: rpz.example" in told
    assert "secret" not in told
