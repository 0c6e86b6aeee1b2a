"""`noroshi readiness mail stage`: where a domain stands."""

import json

from click.testing import CliRunner

from noroshi.cli.main import cli

ZONE = """\
$ORIGIN isp.example.
@ 300 IN SOA ns hostmaster 1 60 30 604800 300
@ 300 IN NS ns
_dmarc 300 IN TXT "v=DMARC1; p=quarantine; rua=mailto:d@isp.example"
"""


def test_the_stage_and_its_records_are_told(tmp_path):
    (tmp_path / "zone").write_text(ZONE)
    words = ["--home", str(tmp_path), "readiness", "mail", "stage", "--domain", "isp.example", "--zone", str(tmp_path / "zone")]  # fmt: skip
    row = json.loads(CliRunner().invoke(cli, [*words, "--json"]).stdout)
    assert (row["stage"], row["next"], row["open"]) == ("quarantine", "reject", False)
    told = CliRunner().invoke(cli, words).stdout
    assert "+ _dmarc.isp.example. TXT v=DMARC1; p=reject" in told
    assert "- _dmarc.isp.example. TXT v=DMARC1; p=quarantine; t=y" in told
