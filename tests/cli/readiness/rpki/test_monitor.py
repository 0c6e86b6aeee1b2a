"""`readiness rpki monitor`: exit code and both outputs."""

import json

from click.testing import CliRunner

from noroshi.cli.main import cli


def run(tmp_path, *words):
    files = [
        "--vrps",
        str(tmp_path / "v.csv"),
        "--routes",
        str(tmp_path / "r.csv"),
        "--own-as",
        "64500",
    ]
    return CliRunner().invoke(
        cli, ["--home", str(tmp_path / "h"), "readiness", "rpki", "monitor", *files, *words]
    )


def test_what_turned_is_told(tmp_path):
    (tmp_path / "r.csv").write_text("prefix,origin\n192.0.2.0/24,64500\n")
    (tmp_path / "v.csv").write_text("ASN,IP Prefix,Max Length\nAS64500,192.0.2.0/24,24\n")
    first = run(tmp_path, "--json")
    assert (first.exit_code, json.loads(first.stdout)["level"]) == (0, "good")
    (tmp_path / "v.csv").write_text("ASN,IP Prefix,Max Length\nAS64509,192.0.2.0/24,24\n")
    second = run(tmp_path)
    assert second.exit_code == 1
    assert "own.invalid" in second.stdout
