"""Makers: Japanese makers first, each found by its own name."""

import pytest

from noroshi.iot.analyse.makers import shipped_makers
from noroshi.iot.analyse.matcher import Matcher

MATCHER = Matcher(shipped_makers())


@pytest.mark.parametrize(
    ("text", "maker"),
    [
        ("Welcome to BUFFALO AirStation", "Buffalo"),
        ("I-O DATA LAN DISK", "I-O DATA"),
        ("Aterm login", "NEC"),
        ("ELECOM WRC", "ELECOM"),
        ("PLANEX COMM.", "Planex"),
        ("YAMAHA-RT", "Yamaha"),
        ("Allied Telesis K.K.", "Allied Telesis"),
        ("FURUNO terminal", "Furuno"),
        ("Panasonic network device", "Panasonic"),
        ("Hitachi, Ltd.", "Hitachi"),
    ],
)
def test_a_maker_is_known_by_its_name(text, maker):
    assert MATCHER.first(text)[1] == {"hw.vendor": maker}


@pytest.mark.parametrize(
    "text", ["ready", "Welcome", "FTP server", "connected", "SHARPER", "linkstation-like", "tenda"]
)
def test_ordinary_words_name_nobody(text):
    assert MATCHER.first(text) is None


def test_the_file_starts_with_japanese_makers():
    assert [one.fixed["hw.vendor"] for one in shipped_makers()][:4] == [
        "Buffalo", "I-O DATA", "NEC", "ELECOM",
    ]  # fmt: skip
