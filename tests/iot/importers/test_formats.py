"""Formats: each makes a reader of its own."""

from noroshi.iot.importers import FORMATS


def test_headings_of_one_file_are_unknown_to_the_next():
    line = b"timestamp,ip,port"
    for name in ("zmap", "shadowserver"):
        assert list(FORMATS[name]()(line)) == list(FORMATS[name]()(line)) == []
    assert list(FORMATS) == ["masscan", "zmap", "zgrab2", "ivre", "shadowserver"]
