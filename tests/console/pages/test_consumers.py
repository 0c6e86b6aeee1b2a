"""Consumers: lines for each, filled for the reader."""

import pytest

from noroshi.console.pages.consumers import CONSUMERS, filled, offered
from noroshi.relay.share import FORMATS


@pytest.mark.parametrize("consumer", CONSUMERS, ids=lambda each: each.name.en)
def test_lines_name_the_reader_s_hub_and_leave_no_blank(consumer):
    lines = filled(consumer, url="https://hub.example", collection="c2-servers", token="nrs_x")
    assert "https://hub.example/" in lines
    assert "nrs_x" in lines
    for blank in ("{url}", "{list}", "{token}", "{{", "}}"):
        assert blank not in lines


def test_only_what_this_hub_speaks_is_offered():
    assert [each for each in offered() if each.format and each.format not in FORMATS] == []
    assert {each.format for each in offered()} >= {"csv", "jsonl", "stix", ""}
