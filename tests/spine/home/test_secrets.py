"""Keys are random, private and never silently replaced."""

import stat
from pathlib import Path

import pytest

from noroshi.spine.home import SECRET_BYTES, read_or_make_key, read_secret
from noroshi.spine.model import ConfigError


def test_a_fresh_key_is_private_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "a.key"
    key = read_or_make_key(path, SECRET_BYTES)
    assert len(key) == SECRET_BYTES
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert read_or_make_key(path, SECRET_BYTES) == key


def test_two_installations_have_two_keys(tmp_path: Path) -> None:
    one, other = (read_or_make_key(tmp_path / name, 32) for name in ("a", "b"))
    assert one != other


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o622])
def test_a_key_that_others_can_reach_is_refused_with_the_remedy(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.key"
    read_or_make_key(path, 32)
    path.chmod(mode)
    with pytest.raises(ConfigError, match="chmod 600"):
        read_or_make_key(path, 32)


def test_a_key_of_another_length_is_refused_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.key"
    read_or_make_key(path, 16)
    with pytest.raises(ConfigError, match="holds 16 octets, 32 are needed"):
        read_or_make_key(path, 32)
    assert len(path.read_bytes()) == 16


def test_a_secret_is_the_text_of_its_file(tmp_path):
    file = tmp_path / "password"
    file.write_text(" open sesame \n")
    file.chmod(0o600)
    assert read_secret(file) == " open sesame "


@pytest.mark.parametrize(
    ("octets", "mode", "why"),
    [(b"open", 0o640, "chmod 600"), (b"\n", 0o600, "empty"), (b"\xff", 0o600, "cannot be read")],
)
def test_a_secret_that_is_none_or_open_is_refused(tmp_path, octets, mode, why):
    file = tmp_path / "password"
    file.write_bytes(octets)
    file.chmod(mode)
    with pytest.raises(ConfigError, match=why):
        read_secret(file)


def test_a_missing_secret_is_told(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        read_secret(tmp_path / "none")
