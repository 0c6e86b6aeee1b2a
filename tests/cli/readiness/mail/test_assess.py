"""`noroshi readiness mail assess`: rows for machines, marks for people."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.spine.model import ConfigError, InputError

ZONE = """\
$ORIGIN isp.example.
@ 300 IN SOA ns hostmaster 1 60 30 604800 300
@ 300 IN NS ns
@ 300 IN TXT "v=spf1 +all"
"""


@pytest.fixture
def zone(tmp_path):
    path = tmp_path / "isp.zone"
    path.write_text(ZONE)
    return path


def run(*words, **more):
    return CliRunner().invoke(cli, ["readiness", "mail", "assess", *map(str, words)], **more)


def test_each_domain_is_one_row(zone):
    result = run("isp.example", "a.isp.example", "--zone", zone, "--json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["domain"], row["level"]) for row in rows] == [("isp.example", "bad"), ("a.isp.example", "bad")]  # fmt: skip
    assert set(rows[0]["checks"][0]) == {"code", "level", "domain", "text", "remedy", "source"}


def test_people_read_their_language(zone):
    assert "XX spf.all: It lets everybody pass (+all)." in run("isp.example", "--zone", zone, env={"LC_ALL": "C"}).stdout  # fmt: skip
    assert "誰でも通す" in run("isp.example", "--zone", zone, env={"LC_ALL": "ja_JP.UTF-8"}).stdout


def test_wrong_use_is_told(zone, tmp_path):
    assert isinstance(run("isp.example").exception, ConfigError)
    assert isinstance(run("a b", "--zone", zone).exception, InputError)
    (tmp_path / "junk").write_text("junk")
    assert isinstance(run("isp.example", "--zone", tmp_path / "junk").exception, InputError)
