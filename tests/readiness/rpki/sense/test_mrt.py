"""MRT: made dumps of both versions read back; broken ones counted; arbitrary octets survived."""

import os
from collections import Counter
from ipaddress import ip_network
from pathlib import Path
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.rpki.sense.content import read_content
from noroshi.readiness.rpki.sense.mrt import columns_of_mrt, is_mrt

DUMP = (
    Path(os.environ.get("NOROSHI_DATA", Path(__file__).parents[5] / "shared" / "data"))
    / "netsec/mrt/bgpdump-bview.20020722.2337.gz"
)
PEERS = bytes(4) + pack(">HH", 0, 0)


def record(kind, subtype, body):
    return pack(">IHHI", 1_767_268_800, kind, subtype, len(body)) + body


def path(*segments, size=4, kind=2, extended=False):
    value = b"".join(
        pack(">BB", what, len(numbers)) + b"".join(n.to_bytes(size, "big") for n in numbers)
        for what, numbers in segments
    )
    if extended:
        return pack(">BBH", 0x50, kind, len(value)) + value
    return pack(">BBB", 0x40, kind, len(value)) + value


def v2(prefix, *blocks, subtype=None, path_id=False):
    network = ip_network(prefix)
    octets = network.network_address.packed[: (network.prefixlen + 7) // 8]
    entries = b"".join(
        pack(">HI", peer, 0) + (bytes(4) if path_id else b"") + pack(">H", len(block)) + block
        for peer, block in enumerate(blocks)
    )
    body = pack(">IB", 0, network.prefixlen) + octets + pack(">H", len(blocks)) + entries
    return record(13, subtype or (2 if network.version == 4 else 4), body)


def v1(prefix, block):
    network = ip_network(prefix)
    address = network.network_address.packed
    body = pack(">HH", 0, 0) + address + bytes([network.prefixlen, 1]) + bytes(4)
    body += bytes(len(address)) + bytes(2) + pack(">H", len(block)) + block
    return record(12, 1 if network.version == 4 else 2, body)


def routes(octets):
    refused = Counter()
    prefix, origin = columns_of_mrt(octets, refused)
    return list(zip(prefix.to_pylist(), origin.to_pylist(), strict=True)), dict(refused)


def test_a_table_dump_v2_reads_back():
    dump = record(13, 1, PEERS) + v2(
        "192.0.2.0/24",
        b"\x40\x01\x01\x00" + path((2, [64500, 4200000000])),
        path((2, [64501, 4200000000]), extended=True),
        path((2, [64500]), (1, [64502, 64503])),
    )
    dump += v2("2001:db8::/33", path()) + v2("0.0.0.0/0", path((2, [1])), subtype=8, path_id=True)
    assert routes(dump) == (
        [
            ("192.0.2.0/24", "4200000000"),
            ("192.0.2.0/24", "{64502,64503}"),
            ("2001:db8::/33", ""),
            ("0.0.0.0/0", "1"),
        ],
        {},
    )


def test_a_table_dump_of_the_first_version_reads_back():
    dump = v1("192.0.2.0/24", path((2, [64500, 64501]), size=2))
    dump += v1("2001:db8::/32", path((2, [64502]), size=2))
    assert routes(dump)[0] == [("192.0.2.0/24", "64501"), ("2001:db8::/32", "64502")]


def test_the_longer_numbers_stand_for_the_placeholder():
    block = path((2, [64500, 23456]), size=2) + path((2, [4200000000]), kind=17)
    assert routes(v1("192.0.2.0/24", block))[0] == [("192.0.2.0/24", "4200000000")]


def test_longer_numbers_of_a_longer_path_are_not_believed():
    block = path((2, [64500]), size=2) + path((2, [1, 4200000000]), kind=17)
    assert routes(v1("192.0.2.0/24", block))[0] == [("192.0.2.0/24", "64500")]


def test_what_is_broken_is_counted_and_the_rest_kept():
    good = v2("192.0.2.0/24", path((2, [64500])))
    no_path, cut_path = b"\x40\x01\x01\x00", path((2, [64500]))[:-1]
    dump = v2("198.51.100.0/24", no_path, cut_path) + record(13, 2, bytes(6)) + record(13, 6, b"")
    dump += record(13, 2, b"\0\0\0\0\x18\1\2") + record(12, 9, b"") + record(16, 4, b"") + good
    found, refused = routes(dump + good[:-3])
    assert found == [("192.0.2.0/24", "64500")]
    assert refused == {
        "bad-attributes": 2,
        "bad-record": 2,
        "no-unicast-record": 2,
        "cut-short": 1,
        "no-table-record": 1,
    }


def test_dumps_are_recognised():
    assert is_mrt(v2("192.0.2.0/24", path()))
    assert not is_mrt(b"prefix,origin\n192.0.2.0/24,64500\n")
    assert not is_mrt(b"")


@given(st.binary(max_size=80), st.sampled_from([(12, 1), (12, 2), (13, 2), (13, 4), (13, 8)]))
def test_any_body_gives_routes_or_counts(body, kind):
    found, refused = routes(record(*kind, body))
    assert bool(found) or bool(refused) or body[4:].find(b"\0\0") >= 0


@given(st.binary(max_size=80))
def test_any_octets_give_routes_or_an_input_error(octets):
    routes(octets)


@pytest.mark.skipif(not DUMP.exists(), reason="NOROSHI_DATA has no MRT dump")
def test_a_real_dump_is_read_whole():
    found, refused = routes(read_content(DUMP).octets)
    assert len(found) > 110_000
    assert refused == {}
