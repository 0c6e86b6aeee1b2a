"""Words: a banner is kept where identification can read it."""

from noroshi.iot.analyse import features_of
from noroshi.iot.analyse.answer import KINDS
from noroshi.iot.importers.words import NAMES, readable


def test_other_names_are_told_as_ours():
    assert {readable(name, "x") for name in NAMES} == {
        ("http_title", "x"), ("http_server", "x"), ("dns", "x"), ("imap", "x"),
    }  # fmt: skip


def test_what_is_kept_can_be_read():
    for name in (*KINDS, "HTTP", "other", ""):
        protocol, banner = readable(name, "x")
        row = {"address": "192.0.2.1", "port": 1, "protocol": protocol}
        features_of(row | ({"banner": banner} if banner else {}))
    assert readable("other", "x") == ("other", "")
