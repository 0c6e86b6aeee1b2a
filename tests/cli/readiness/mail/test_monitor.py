"""`noroshi readiness mail monitor`: what changed."""

import json

from click.testing import CliRunner

from noroshi.cli.main import cli


def test_silence_is_told(tmp_path):
    words = ["--home", str(tmp_path), "readiness", "mail", "monitor", "--domain", "isp.example"]
    row = json.loads(CliRunner().invoke(cli, [*words, "--json"]).stdout)
    assert (row["code"], row["level"]) == ("mail.silent", "bad")
    assert "XX mail.silent" in CliRunner().invoke(cli, words).stdout
