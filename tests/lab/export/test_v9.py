"""NetFlow v9: sequence of datagrams, counters of 32 bits."""

from dataclasses import replace

import numpy as np
import pytest

from noroshi.lab.observe import Version

"""E: a router that can carry IPv6 must be among them."""


def test_v9_sequence_counts_datagrams(read_pcap, tmp_path, made_records, export_one):
    read = read_pcap(export_one(made_records(1, 500, Version.V9), Version.V9, tmp_path))
    assert read.sequences == list(range(len(read.payloads)))


def test_counters_beyond_32_bits_are_refused_by_v9(tmp_path, made_records, export_one):
    records = made_records(5, 3, Version.V9)
    huge = replace(records, octets=np.full(3, 1 << 32))
    with pytest.raises(ValueError, match="shorten the active timeout"):
        export_one(huge, Version.V9, tmp_path)
