from pathlib import Path

import pytest
from click.testing import CliRunner

from noroshi.cli.sites.rules import COMMANDS, rules
from noroshi.cli.sites.rules import test_rules as rules_test
from noroshi.spine.model import InputError


def test_every_command_can_be_had() -> None:
    assert [rules.get_command(None, name).name for name in COMMANDS] == list(COMMANDS)


def test_a_file_without_rules_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("x")
    result = CliRunner().invoke(
        rules_test, [str(tmp_path / "a.yml")], obj={"home": tmp_path, "verbose": False}
    )
    with pytest.raises(InputError):
        raise result.exception
