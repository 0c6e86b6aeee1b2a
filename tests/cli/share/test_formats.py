"""`noroshi share formats`."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.share.formats import formats
from noroshi.relay.share import FORMATS


@pytest.fixture
def show(tmp_path):
    def shown(*options, **environment):
        return CliRunner().invoke(
            formats, options, obj={"home": tmp_path, "verbose": False}, env=environment
        )

    return shown


def test_every_format_has_a_row(show):
    rows = [json.loads(line) for line in show("--json").stdout.splitlines()]
    assert [row["format"] for row in rows] == list(FORMATS)
    assert {row["format"] for row in rows if row["tombstones"]} == {"csv", "jsonl", "stix", "misp"}
    assert {row["format"] for row in rows if row["files"] == "many"} == {
        "misp",
        "suricata-reputation",
    }


@pytest.mark.parametrize(("wish", "word"), [("ja_JP.UTF-8", "プロキシ"), ("C", "the proxy")])
def test_people_read_their_own_language(show, wish, word):
    assert word in show(LC_ALL=wish).stdout
