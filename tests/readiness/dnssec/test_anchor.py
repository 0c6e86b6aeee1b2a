"""Anchors from files of DS and DNSKEY records."""

import dns.name
import pytest

from noroshi.readiness.dnssec.anchor import parse_anchors, read_anchors
from noroshi.spine.model import ConfigError, InputError
from noroshi.testing.signed_zone import Key


def test_without_a_file_the_root_is_believed():
    found = read_anchors(None)
    assert [record.key_tag for record in found[dns.name.root]] == [20326, 38696]


def test_keys_become_ds_records(tmp_path):
    key = Key.make(15)
    path = tmp_path / "root.key"
    path.write_text(f"; state=2\nisp.example. 300 IN DNSKEY {key.public}\n")
    (record,) = read_anchors(path)[dns.name.from_text("isp.example")]
    assert (record.algorithm, record.digest_type) == (15, 2)


@pytest.mark.parametrize("text", ["", "junk", ". IN A 192.0.2.1\n", ". CH DS 1 8 2 00\n"])
def test_a_file_without_anchors_is_refused(text):
    with pytest.raises(InputError):
        parse_anchors(text, "root.key")


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(ConfigError):
        read_anchors(tmp_path / "none")
    (tmp_path / "large").write_bytes(b" " * (2**20 + 1))
    with pytest.raises(ConfigError, match="too large"):
        read_anchors(tmp_path / "large")
