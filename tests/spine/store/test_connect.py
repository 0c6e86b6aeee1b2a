"""Connect: files and URLs, and what to do when they fail."""

from pathlib import Path

import pytest

from noroshi.spine.model import (
    ConfigError,
)
from noroshi.spine.store import Store
from noroshi.testing.findings import DETECTOR, HOUR, MADE_AT


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "state.db") as opened:
        yield opened


def begun(store):
    return store.begin_run("c2.detect", detector=DETECTOR, window=HOUR, inputs={}, at=MADE_AT)


def test_a_file_that_is_no_database_is_told(tmp_path):
    path = tmp_path / "state.db"
    path.write_text("this is a letter, not a database, and it is longer than a header" * 20)
    with pytest.raises(ConfigError, match="no database"):
        Store.open(path)


@pytest.mark.parametrize(
    "url", ["nonsense://host/db", "://", "postgresql+nodriver://u:secret@h/db"]
)
def test_a_wrong_url_is_told_without_its_password(url):
    with pytest.raises(ConfigError) as caught:
        Store.open(url)
    assert "secret" not in str(caught.value)


def test_a_store_opens_by_url(tmp_path):
    with Store.open(f"sqlite:///{tmp_path / 'by-url.db'}") as store:
        begun(store)
    assert Path(tmp_path / "by-url.db").exists()
