"""`noroshi init` makes a home."""

import json
from pathlib import Path

from noroshi import __version__

from .conftest import Run


def test_init_makes_a_home_and_says_what_is_next(noroshi: Run, tmp_path: Path) -> None:
    done = noroshi("init")
    assert done.returncode == 0
    assert "noroshi flows import" in done.stdout
    assert (tmp_path / "home" / "lake" / "flows").is_dir()


def test_init_can_be_repeated(noroshi: Run) -> None:
    assert [noroshi("init").returncode for _ in range(2)] == [0, 0]


def test_a_wrong_setting_exits_2_in_one_line_that_names_it(noroshi: Run, tmp_path: Path) -> None:
    noroshi("init")
    (tmp_path / "home" / "noroshi.toml").write_text("[c2]\nthreshhold = 0.7\n")
    done = noroshi("init", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "c2.threshhold" in done.stderr
    assert done.stderr.count("\n") == 1


def test_json_is_one_object_a_line_and_nothing_else(noroshi: Run, tmp_path: Path) -> None:
    done = noroshi("init", "--json")
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"home": str(tmp_path / "home"), "version": __version__}
    ]
    assert done.stderr == ""


def test_the_home_is_the_option_then_the_environment_then_the_default(
    noroshi: Run, tmp_path: Path
) -> None:
    made = [
        noroshi("--home", "option", "init", "--json"),
        noroshi("init", "--json"),
        noroshi("init", "--json", NOROSHI_HOME=""),
    ]
    homes = [json.loads(done.stdout)["home"] for done in made]
    assert homes == ["option", str(tmp_path / "home"), "noroshi-home"]
