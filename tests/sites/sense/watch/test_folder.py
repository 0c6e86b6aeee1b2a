"""Messages of a Maildir or of a plain folder are found when they have arrived."""

import pytest

from noroshi.sites.sense.watch import folder as module
from noroshi.sites.sense.watch.folder import dropped_files, put_aside, read_dropped
from noroshi.spine.model import ConfigError, InputError


def test_of_a_maildir_what_is_new_or_seen_is_taken(tmp_path):
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"1.{name}").write_bytes(b"x")
    assert [path.name for path in dropped_files(tmp_path)] == ["1.cur", "1.new"]


def test_of_a_folder_only_whole_messages_are_taken(tmp_path):
    for name in ("b.eml", "a.EML", "c.msg", ".c.eml", "d.part"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "e.eml").symlink_to(tmp_path / "b.eml")
    assert [path.name for path in dropped_files(tmp_path)] == ["a.EML", "b.eml", "c.msg"]


def test_a_folder_that_is_not_there_is_a_mistake_of_the_settings(tmp_path):
    with pytest.raises(ConfigError, match="make it"):
        dropped_files(tmp_path / "none")


def test_what_cannot_be_read_is_put_aside(tmp_path, monkeypatch):
    path = tmp_path / "a.eml"
    path.write_bytes(b"x" * 9)
    monkeypatch.setattr(module, "MOST_OCTETS", 8)
    with pytest.raises(InputError, match="mail-too-large"):
        read_dropped(path)
    put_aside(path, tmp_path)
    assert dropped_files(tmp_path) == []
    assert (tmp_path / "refused" / "a.eml").exists()
