"""Held data: the old or the new, never both."""

import os

import pytest

from noroshi.spine.home import held_data
from noroshi.spine.home.held_data import FILES, Origin, digest_of, hold, link_held, origin_of
from noroshi.spine.model import ConfigError


def origin(**changes):
    given = {
        "source": "x", "sha256": "0", "fetched_at": "2026-01-01T00:00:00Z", "files": 1,
        "octets": 1, "refused": {},
    }  # fmt: skip
    return Origin(**given | changes)


def contents(place):
    return {path.name: path.read_bytes() for path in (place / FILES).iterdir()}


def test_the_new_takes_the_place_of_the_old_whole(tmp_path):
    place = tmp_path / "data" / "lists"
    assert origin_of(place) is None
    hold(place, {"a": b"1", "b": b"2"}, origin())
    hold(place, {"a": b"3"}, origin(source="y"))
    assert contents(place) == {"a": b"3"}
    assert origin_of(place) == origin(source="y")
    assert len(list(place.parent.iterdir())) == 2  # the link and its folder


@pytest.mark.parametrize("step", ["write_whole", "flush_folder"])
def test_a_full_disk_leaves_what_was_there(tmp_path, monkeypatch, step):
    place = tmp_path / "lists"
    hold(place, {"a": b"1"}, origin())

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(held_data, step, full)
        with pytest.raises(ConfigError, match="No space left"):
            hold(place, {"a": b"2"}, origin())
    assert contents(place) == {"a": b"1"}
    assert len(list(tmp_path.iterdir())) == 2


def test_what_a_killed_update_left_goes_after_a_day(tmp_path):
    place = tmp_path / "lists"
    for name, age in (("lists.old", 2 * 86_400), ("lists.running", 60)):
        (tmp_path / name).mkdir()
        then = (tmp_path / name).stat().st_mtime - age
        os.utime(tmp_path / name, (then, then))
    hold(place, {"a": b"1"}, origin())
    assert not (tmp_path / "lists.old").exists()
    assert (tmp_path / "lists.running").exists()


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "lists").mkdir()
    with pytest.raises(ConfigError, match="cannot be written"):
        hold(tmp_path / "lists", {"a": b"1"}, origin())
    assert [path.name for path in tmp_path.iterdir()] == ["lists"]
    (tmp_path / "lists" / "origin.json").write_text("{")
    with pytest.raises(ConfigError, match="update again"):
        origin_of(tmp_path / "lists")


def test_a_home_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "data").write_text("a file")
    with pytest.raises(ConfigError, match="cannot be written"):
        hold(tmp_path / "data" / "lists", {"a": b"1"}, origin())


def test_the_digest_knows_names_and_contents_and_no_order():
    assert digest_of({"a": b"1", "b": b"2"}) == digest_of({"b": b"2", "a": b"1"})
    assert len({digest_of(one) for one in ({"a": b"1"}, {"b": b"1"}, {"a": b"2"}, {})}) == 4


def test_what_came_without_its_link_is_held_again_and_can_be_exchanged(tmp_path):
    place = tmp_path / "lists"
    hold(place, {"a": b"1"}, origin())
    place.unlink()
    link_held(tmp_path)
    link_held(tmp_path)
    assert contents(place) == {"a": b"1"}
    hold(place, {"a": b"2"}, origin())
    assert contents(place) == {"a": b"2"}
