"""Filing: a folder holds the newest edition, and what was not ours."""

import pytest

from noroshi.jobs.share.filing import write_folder
from noroshi.relay.share import Document
from noroshi.spine.model import ConfigError


def documents(**texts):
    return (Document(name, iter([text.encode()])) for name, text in texts.items())


def test_a_new_edition_replaces_the_former_and_leaves_strangers_alone(tmp_path):
    feed = tmp_path / "feed"
    assert write_folder(documents(a="1", b="2"), feed, lambda name: name in "ab") == 2
    (feed / "notes").write_text("mine")
    write_folder(documents(b="3"), feed, lambda name: name in "ab")
    assert {path.name: path.read_text() for path in feed.iterdir()} == {"b": "3", "notes": "mine"}


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot be written"):
        write_folder(documents(a="1"), tmp_path / "file" / "feed", bool)
