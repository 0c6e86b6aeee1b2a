"""`noroshi iot exclude`: what is added is listed, and too much at once is refused."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.iot.exclude import exclude
from noroshi.spine.home import Home
from noroshi.spine.model import InputError


def run(tmp_path, *options):
    context = {"home": tmp_path / "home", "verbose": False}
    return CliRunner().invoke(exclude, options, obj=context)


def test_what_is_added_is_listed_and_in_the_audit(tmp_path):
    assert "198.51.100.7/32" in run(tmp_path, "add", "198.51.100.7", "--note", "by mail").stdout
    run(tmp_path, "add", "203.0.113.0/24", "--by", "hanako", "--json")
    told = [json.loads(line) for line in run(tmp_path, "list", "--json").stdout.splitlines()]
    assert [row["prefix"] for row in told] == ["198.51.100.7/32", "203.0.113.0/24"]
    assert told[1]["asked_by"] == "user:hanako"
    assert "by mail" in run(tmp_path, "list").stdout
    assert Home(tmp_path / "home").audit_file.read_text().count("survey.exclude") == 2


@pytest.mark.parametrize("text", ["0.0.0.0/0", "198.51.100.1/24", "x", "2001::/8"])
def test_what_nobody_owns_is_refused(tmp_path, text):
    assert isinstance(run(tmp_path, "add", text).exception, InputError)
