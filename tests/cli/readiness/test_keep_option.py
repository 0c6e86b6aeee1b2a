"""`--keep` keeps what the command wrote, and nothing without it; each command of readiness has it."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.readiness.guide.topic import TOPICS

ZONE = """\
$ORIGIN isp.example.
@ 3600 IN SOA ns.isp.example. root.isp.example. 1 7200 900 1209600 300
@ 3600 IN NS ns
ns IN A 192.0.2.53
@ IN MX 10 mx
mx IN A 192.0.2.25
@ IN TXT "v=spf1 +all"
"""


@pytest.fixture
def place(tmp_path):
    (tmp_path / "isp.zone").write_text(ZONE)
    (tmp_path / "routes.csv").write_text("prefix,origin\n192.0.2.0/24,64500\n192.0.2.0/25,64500\n")
    (tmp_path / "vrps.csv").write_text("ASN,IP Prefix,Max Length\nAS64500,192.0.2.0/24,24\n")
    return tmp_path


def run(place, *words):
    return CliRunner().invoke(cli, ["--home", str(place / "home"), "readiness", *words])


def kept(place, *words):
    out = run(place, "results", "--json", *words).stdout
    return [json.loads(line) for line in out.splitlines()]


def test_nothing_is_kept_unasked(place):
    run(place, "mail", "assess", "isp.example", "--zone", str(place / "isp.zone"))
    assert kept(place) == []


def test_a_result_is_kept_with_its_inputs(place):
    done = run(place, "mail", "assess", "isp.example", "--zone", str(place / "isp.zone"), "--keep", "--json")  # fmt: skip
    (row,) = kept(place, "--rows")
    assert f"kept as run {row['run']}" in done.stderr
    assert (row["topic"], row["subject"]) == ("mail.assess", "isp.example")
    assert len(row["inputs"]["zone isp.zone"]) == 64
    assert row["rows"] == [json.loads(done.stdout)]
    assert "Assessment of a domain" in run(place, "results").stdout or "診断" in run(place, "results").stdout  # fmt: skip


def test_routes_and_plans_are_kept(place):
    files = ["--routes", str(place / "routes.csv"), "--vrps", str(place / "vrps.csv"), "--own-as", "64500", "--keep"]  # fmt: skip
    assert run(place, "rpki", "validate", *files).exit_code == 0
    assert run(place, "rpki", "plan", *files).exit_code == 0
    rows = {row["topic"]: row["rows"] for row in kept(place, "--rows")}
    assert rows["rpki.validate"][1]["invalid"] == 1
    assert rows["rpki.plan"][0]["prefix"] == "192.0.2.0/25"


def test_a_configuration_is_kept_with_what_its_parser_said(place):
    options = "--for junos --as 64500 --router-id 192.0.2.1 --cache 192.0.2.54:3323 --neighbour 198.51.100.1=64501 --keep"
    run(place, "rpki", "configure", *options.split())
    (row,) = kept(place, "--topic", "rpki.configure", "--rows")
    assert row["subject"] == "junos tag"
    assert row["rows"][0]["checked"] is None


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_a_command_that_keeps_it(topic):
    words = TOPICS[topic].command.split()[2:]
    named = [word for word in words[:3] if word.islower() and not word.startswith("--")]
    shown = CliRunner().invoke(cli, ["readiness", *named, "--help"]).stdout
    assert "--keep" in shown


def test_a_command_that_keeps_nothing_loads_no_database():
    told = "import sys, noroshi.cli.readiness.rpki.validate; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"
