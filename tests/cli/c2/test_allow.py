"""The group answers at once: its commands' modules are imported when they are called."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from noroshi.cli.c2.allow import COMMANDS, allow

LIGHT = "import sys, noroshi.cli.c2.allow; sys.exit('sqlalchemy' in sys.modules)"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_listed_and_helps(name):
    assert name in CliRunner().invoke(allow, ["--help"]).stdout
    assert "--json" in CliRunner().invoke(allow, [name, "--help"]).stdout


def test_the_group_imports_no_store():
    assert subprocess.run([sys.executable, "-c", LIGHT], check=False).returncode == 0
