"""`noroshi review`: the group answers at once."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from noroshi.cli.review.group import COMMANDS, review

LIGHT = "import sys, noroshi.cli.review.group; sys.exit('sqlalchemy' in sys.modules)"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_listed_and_helps(name):
    assert name in CliRunner().invoke(review, ["--help"]).stdout
    assert "--json" in CliRunner().invoke(review, [name, "--help"]).stdout


def test_the_group_imports_no_store():
    assert subprocess.run([sys.executable, "-c", LIGHT], check=False).returncode == 0
