"""Makers: Japanese makers first, each found by its own name."""

import pytest

from noroshi.iot.analyse.makers import are_related, maker_name, shipped_makers
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
    assert MATCHER.first(text).params == {"hw.vendor": maker}


@pytest.mark.parametrize(
    "text", ["ready", "Welcome", "FTP server", "connected", "SHARPER", "linkstation-like", "tenda"]
)
def test_ordinary_words_name_nobody(text):
    assert MATCHER.first(text) is None


def test_the_file_starts_with_japanese_makers():
    assert [one.fixed["hw.vendor"] for one in shipped_makers()][:4] == [
        "Buffalo", "I-O DATA", "NEC", "ELECOM",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Buffalo Inc.", "Buffalo"),
        ("ZTE Corporation", "ZTE"),
        ("Schneider Electric", "Schneider Electric"),
        ("Netgear", "NETGEAR"),
        ("Allied Telesyn", "Allied Telesis"),
        ("Example Works Co., Ltd.", "Example Works Co., Ltd."),
        ("Buffalo " * 20, "Buffalo " * 20),
    ],
)
def test_a_maker_is_reported_under_one_name(text, name):
    assert maker_name(text) == name


def test_other_names_belong_to_makers_of_the_file():
    named = {one.fixed["hw.vendor"] for one in shipped_makers()}
    assert all(maker_name(maker) == maker for maker in named)


def test_an_owner_and_its_brand_are_related_both_ways():
    assert are_related("Cisco", "Linksys")
    assert are_related("Linksys", "Cisco")
    assert not are_related("Cisco", "Buffalo")
