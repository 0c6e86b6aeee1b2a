"""`readiness manrs spoofing`: needs a file, and sums by interface."""

import json

from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.spine.home import Home
from noroshi.testing import flow, flow_table
from noroshi.testing.lakes import write_file


def test_both_outputs(tmp_path):
    (tmp_path / "p.csv").write_text("interface,prefix\n7,192.0.2.0/24\nx,y\n")
    home = Home(tmp_path / "h").create()
    write_file(
        home.flows,
        flow_table(
            [
                flow(
                    "203.0.113.9:5000",
                    "203.0.113.1:443/tcp",
                    at_s=1,
                    sent=(40, 1),
                    ingressInterface=7,
                )
            ]
        ),
        "a" * 16,
    )
    words = [
        "--home",
        str(tmp_path / "h"),
        "readiness",
        "manrs",
        "spoofing",
        "--ports",
        str(tmp_path / "p.csv"),
    ]
    plain, machine = CliRunner().invoke(cli, words), CliRunner().invoke(cli, [*words, "--json"])
    assert (plain.exit_code, machine.exit_code) == (1, 1), plain.output
    assert json.loads(machine.stdout)["foreign"] == {"octets": 40, "flows": 1}
    assert "1 rows of the files were left out" in plain.stderr
    assert "foreign" in plain.stdout
