"""MRT updates: made messages change the table of their session; broken ones are counted."""

import os
from collections import Counter
from ipaddress import ip_address, ip_network
from pathlib import Path
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.rpki.sense.content import read_content
from noroshi.readiness.rpki.sense.mrt import columns_of_mrt, columns_of_records
from noroshi.readiness.rpki.sense.path import origin_text, path_text

DATA = Path(os.environ.get("NOROSHI_DATA", Path(__file__).parents[5] / "shared" / "data"))
NOW = 1_767_268_800


def record(kind, subtype, body, at=NOW):
    return pack(">IHHI", at, kind, subtype, len(body)) + body


def nlri(prefix, number=None):
    network = ip_network(prefix)
    octets = network.network_address.packed[: (network.prefixlen + 7) // 8]
    return (b"" if number is None else pack(">I", number)) + bytes([network.prefixlen]) + octets


def attribute(kind, value):
    return pack(">BBH", 0x50, kind, len(value)) + value


def as_path(*numbers, size=4):
    return attribute(
        2, pack(">BB", 2, len(numbers)) + b"".join(n.to_bytes(size, "big") for n in numbers)
    )


def update(announced=b"", withdrawn=b"", attributes=b""):
    body = (
        pack(">H", len(withdrawn))
        + withdrawn
        + pack(">H", len(attributes))
        + attributes
        + announced
    )
    return b"\xff" * 16 + pack(">HB", 19 + len(body), 2) + body


def bgp4mp(message, subtype=4, peer="192.0.2.1", size=4, kind=16, at=NOW):
    other = ip_address(peer)
    body = (64500).to_bytes(size, "big") + (64499).to_bytes(size, "big")
    body += pack(">HH", 0, 1 if other.version == 4 else 2) + other.packed * 2 + message
    return record(kind, subtype, (bytes(4) if kind == 17 else b"") + body, at)


def table(*records, tell=origin_text, until=float("inf")):
    refused = Counter()
    prefix, told = columns_of_records([b"".join(records)], refused, tell, until_s=until)
    return list(zip(prefix.to_pylist(), told.to_pylist(), strict=True)), dict(refused)


def test_the_last_word_of_a_session_counts():
    first = bgp4mp(
        update(nlri("192.0.2.0/24") + nlri("198.51.100.0/25"), attributes=as_path(64500, 64501))
    )
    second = bgp4mp(update(nlri("192.0.2.0/24"), nlri("198.51.100.0/25"), as_path(64500, 64502)))
    assert table(first, second) == ([("192.0.2.0/24", "64502")], {})


def test_sessions_do_not_withdraw_from_one_another_and_an_ended_one_takes_all_along():
    one = bgp4mp(update(nlri("192.0.2.0/24"), attributes=as_path(64500, 64501)))
    other = bgp4mp(update(nlri("192.0.2.0/24"), attributes=as_path(64500, 64502)), peer="192.0.2.2")
    gone = bgp4mp(update(withdrawn=nlri("192.0.2.0/24")), peer="192.0.2.2")
    assert table(one, other, gone)[0] == [("192.0.2.0/24", "64501")]
    down = bgp4mp(pack(">HH", 6, 1), subtype=5)
    assert table(one, other, down)[0] == [("192.0.2.0/24", "64502")]


def test_both_families_short_numbers_path_ids_and_microseconds():
    reach = attribute(14, pack(">HBB", 2, 1, 16) + bytes(16) + b"\0" + nlri("2001:db8::/33"))
    v6 = bgp4mp(update(attributes=as_path(64500, 64501) + reach), peer="2001:db8::1")
    short = bgp4mp(
        update(nlri("192.0.2.0/24"), attributes=as_path(64500, 23456, size=2) + attribute(17, pack(">BBII", 2, 2, 64500, 4_200_000_000))),
        subtype=1, size=2,
    )  # fmt: skip
    several = bgp4mp(
        update(
            nlri("203.0.113.0/24", 7) + nlri("203.0.113.0/24", 8), attributes=as_path(64500, 64503)
        ),
        subtype=9,
    )
    again = bgp4mp(update(withdrawn=nlri("203.0.113.0/24", 7)), subtype=9)
    extended = bgp4mp(update(nlri("198.51.100.0/24"), attributes=as_path(64504)), kind=17)
    assert table(v6, short, several, again, extended) == (
        [("2001:db8::/33", "64501"), ("192.0.2.0/24", "4200000000"), ("203.0.113.0/24", "64503"), ("198.51.100.0/24", "64504")],
        {},
    )  # fmt: skip
    unreach = attribute(15, pack(">HB", 2, 1) + nlri("2001:db8::/33"))
    assert table(v6, bgp4mp(update(attributes=unreach), peer="2001:db8::1"))[0] == []


def test_a_dump_is_changed_by_updates_up_to_a_time():
    peer = bytes([2]) + bytes(4) + ip_address("192.0.2.1").packed + (64500).to_bytes(4, "big")
    peers = record(13, 1, bytes(4) + pack(">HH", 0, 1) + peer)
    block = as_path(64500, 64501)
    entry = pack(">HI", 0, 0) + pack(">H", len(block)) + block
    dump = peers + record(13, 2, pack(">I", 0) + nlri("192.0.2.0/24") + pack(">H", 1) + entry)
    early = bgp4mp(update(nlri("192.0.2.0/24"), attributes=as_path(64500, 64502)), at=NOW + 1)
    late = bgp4mp(update(withdrawn=nlri("192.0.2.0/24")), at=NOW + 2)
    found = [
        columns_of_records([dump, early + late], Counter(), path_text, until_s=NOW + n)[
            1
        ].to_pylist()
        for n in range(3)
    ]
    assert found == [["64500 64501"], ["64500 64502"], []]


def test_what_is_broken_is_counted():
    whole = update(nlri("192.0.2.0/24"), attributes=as_path(64500))
    found, refused = table(
        bgp4mp(whole[:-1]),
        bgp4mp(update(b"\x21" + bytes(5), attributes=as_path(64500))),
        bgp4mp(update(nlri("192.0.2.0/24"), attributes=attribute(1, b"\0"))),
        bgp4mp(b"\xff" * 16 + pack(">HB", 19, 4)),
        record(16, 3, b""),
        bgp4mp(whole),
        bgp4mp(whole)[:-9],
    )
    assert found == [("192.0.2.0/24", "64500")]
    assert refused == {"bad-record": 2, "bad-attributes": 1, "no-table-record": 1, "cut-short": 1}


@given(st.binary(max_size=120), st.sampled_from([(16, 1), (16, 4), (17, 9), (16, 5), (16, 0)]))
def test_any_body_is_survived(body, kind):
    columns_of_mrt(record(*kind, body), Counter())


@pytest.mark.parametrize(
    "name", ["bgpdump-updates.20160811.1600.gz", "ris-rrc15-updates.20100227.1600.gz"]
)
def test_real_updates_read(name):
    file = DATA / "netsec/mrt" / name
    if not file.exists():
        pytest.skip("NOROSHI_DATA has no MRT updates")
    refused = Counter()
    prefix, told = columns_of_mrt(read_content(file).octets, refused)
    assert len(prefix) == len(told) > 1000
    assert not refused
