"""The group names what its commands do."""

from noroshi.cli.readiness.dnssec.group import COMMANDS
from noroshi.testing.command import run


def test_every_command_loads(tmp_path):
    told = run(tmp_path, "readiness", "dnssec", "--help").stdout
    for name in COMMANDS:
        assert name in told
        assert run(tmp_path, "readiness", "dnssec", name, "--help").exit_code == 0
