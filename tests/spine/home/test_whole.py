"""Whole: the old file or the new one, and nothing left beside."""

import pytest

from noroshi.spine.home import whole_file, write_whole
from noroshi.spine.model import ConfigError


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path):
    path = tmp_path / "list.csv"
    write_whole([b"old"], path)

    def failing():
        yield b"half"
        raise OSError(28, "No space left on device")

    with pytest.raises(ConfigError, match="No space left"):
        write_whole(failing(), path)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["list.csv"]


def test_the_number_of_octets_is_told(tmp_path):
    assert write_whole([b"ab", b"", b"c"], tmp_path / "x") == 3
    assert (tmp_path / "x").read_bytes() == b"abc"


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(ConfigError, match="cannot be written"):
        write_whole([b"x"], tmp_path / "none" / "x")


def test_nothing_shows_before_the_end(tmp_path):
    path = tmp_path / "x.parquet"
    with whole_file(path) as file:
        file.write(b"x")
        assert not list(tmp_path.glob("*.parquet"))
    assert path.read_bytes() == b"x"


def test_whatever_goes_wrong_leaves_no_part(tmp_path):
    with pytest.raises(KeyError), whole_file(tmp_path / "x"):
        raise KeyError
    assert list(tmp_path.iterdir()) == []
