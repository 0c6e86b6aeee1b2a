import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from noroshi.cli.sites.brands.check import capture, check
from noroshi.spine.model import ConfigError


def run(command, home: Path, *options: str):
    return CliRunner().invoke(command, options, obj={"home": home, "verbose": False})


def test_the_shipped_list_passes(tmp_path: Path) -> None:
    assert run(check, tmp_path).exit_code == 0


def test_a_problem_of_an_own_line_is_told(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "brands.tsv").write_text("Mine\tx\tco.jp\t\thttps://mine.example/\n")
    result = run(check, tmp_path, "--json")
    assert json.loads(result.stdout)["brand"] == "Mine"
    assert result.exit_code == 1


def test_an_unknown_brand_is_not_captured(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nobody"):
        raise run(capture, tmp_path, "nobody").exception
