"""IPFIX: templates first and again."""

import pytest

from noroshi.lab.observe import Version

"""E: a router that can carry IPv6 must be among them."""


def test_templates_come_first_and_again(read_pcap, tmp_path, made_records, export_one):
    read = read_pcap(export_one(made_records(4, 4000, Version.IPFIX), Version.IPFIX, tmp_path))
    with_templates = [k for k, payload in enumerate(read.payloads) if payload[16:18] == b"\0\2"]
    assert with_templates[0] == 0
    hours = (read.times_ms[-1] - read.times_ms[0]) / 3_600_000
    assert len(with_templates) == pytest.approx(hours * 6, abs=1.01)
