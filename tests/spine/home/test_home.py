"""The home is one directory; making it twice changes nothing."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

import noroshi.spine.home as home_module
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError


def test_nothing_is_made_until_asked(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    assert home.settings.c2.threshold == 0.5
    assert not home.path.exists()


def test_all_state_lies_inside(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    places = (home.settings_file, home.state_file, home.lake, home.flows, home.spill)
    more = (home.evidence, home.pseudonym_key_file, home.allow_lists)
    assert all(home.path in place.parents for place in places + more)


def test_making_it_twice_keeps_what_is_there(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").create()
    (home.flows / "a.parquet").write_bytes(b"x")
    home.create()
    assert (home.flows / "a.parquet").read_bytes() == b"x"
    assert home.spill.is_dir()


def test_secrets_are_for_the_owner_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").create()
    assert stat.S_IMODE(home.pseudonym_key_file.parent.stat().st_mode) == 0o700


def test_a_home_that_is_a_file_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "home"
    path.write_text("")
    with pytest.raises(ConfigError, match="cannot be made"):
        Home(path).create()


def test_settings_are_read_once(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = home.settings
    home.settings_file.write_text("[c2]\nthreshold = 0.9\n")
    assert home.settings is first


def test_models_of_settings_are_built_when_they_are_asked_for():
    asked = "import sys, noroshi.spine.home as home; print('pydantic' in sys.modules, home.Settings.__name__)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "Settings"]
    with pytest.raises(AttributeError, match="nothing"):
        _ = home_module.nothing
