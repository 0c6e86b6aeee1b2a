"""`noroshi iot import`: rows for identification, and what was refused."""

import json

from click.testing import CliRunner

from noroshi.cli.iot.identify import identify
from noroshi.cli.iot.importing import import_


def test_findings_of_another_tool_are_identified(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("banner tcp 23 192.0.2.1 1772323200 telnet RTX1210 Rev.14.01.20 (x)\nx\n")
    context = {"home": tmp_path / "home", "verbose": False}
    done = CliRunner().invoke(import_, [str(path), "--format", "masscan"], obj=context)
    assert done.exit_code == 1
    assert "1 rows refused: 1 no-masscan-line" in done.stderr
    told = CliRunner().invoke(identify, ["-", "--json"], input=done.stdout, obj=context)
    row = json.loads(told.stdout)
    assert (row["vendor"], row["address"], row["port"]) == ("Yamaha", "192.0.2.1", 23)
