"""Allow-lists: classes by address, port and protocol; versioned, effective at once, no cloud."""

import time
from ipaddress import IPv6Address, ip_address, ip_network

import numpy as np
import pytest
from hypothesis import strategies as st

from noroshi.c2.judge.allow import (
    NO_CLASS,
    SHIPPED,
    AllowClass,
    AllowEntry,
    AllowList,
    read_allow_lists,
)
from noroshi.c2.judge.allow.allow_list import parse_entry
from noroshi.c2.judge.allow.allow_lists import allow_lists_of
from noroshi.spine.model import ConfigError


def allow_list(*entries, name="own", category="mail"):
    return AllowList(
        name=name,
        category=AllowClass(category),
        version="1",
        source="test",
        licence="own",
        entries=tuple(map(parse_entry, entries)),
    )


def classes(lists, *servers):
    """Class name of each `(address, port, protocol)`."""
    numbers = []
    for address, _, _ in servers:
        parsed = ip_address(address)
        numbers.append(int(parsed if parsed.version == 6 else IPv6Address(f"::ffff:{parsed}")))
    ones = (1 << 64) - 1
    found = lists.match(
        np.array([n >> 64 for n in numbers], dtype=np.uint64).view(np.int64),
        np.array([n & ones for n in numbers], dtype=np.uint64).view(np.int64),
        np.array([port for _, port, _ in servers], dtype=np.uint16),
        np.array([protocol for _, _, protocol in servers], dtype=np.uint8),
    )
    return [None if index == NO_CLASS else lists.classes[index] for index in found]


def test_a_server_is_found_by_address_port_and_protocol():
    lists = allow_lists_of([allow_list("192.0.2.1", "198.51.100.0/24 25/tcp", "2001:db8::/64 587")])
    servers = [
        ("192.0.2.1", 999, 17),
        ("198.51.100.9", 25, 6),
        ("198.51.100.9", 25, 17),
        ("198.51.100.9", 443, 6),
        ("2001:db8::1", 587, 6),
        ("2001:db8:0:1::1", 587, 6),
    ]
    assert classes(lists, *servers) == ["mail", "mail", None, None, "mail", None]


def test_a_narrower_service_outweighs_a_longer_prefix():
    lists = allow_lists_of(
        [
            allow_list("192.0.2.1", name="any", category="web-service"),
            allow_list("192.0.2.0/24 123/udp", name="ntp", category="ntp"),
        ]
    )
    assert classes(lists, ("192.0.2.1", 123, 17), ("192.0.2.1", 80, 6)) == ["ntp", "web-service"]


def test_a_later_list_outweighs_an_earlier_one():
    lists = allow_lists_of(
        [allow_list("192.0.2.1", name="a"), allow_list("192.0.2.1", name="b", category="push")]
    )
    assert classes(lists, ("192.0.2.1", 1, 6)) == ["push"]


def test_an_address_can_be_taken_out_and_put_in_again():
    lists = [
        allow_list("192.0.2.1 53/udp", "192.0.2.2", name="shipped", category="resolver"),
        allow_list("192.0.2.0/24", name="out", category="none"),
        allow_list("192.0.2.2", name="again"),
    ]
    servers = (("192.0.2.1", 53, 17), ("192.0.2.2", 1, 6))
    assert classes(allow_lists_of(lists[:1]), *servers) == ["resolver", "resolver"]
    assert classes(allow_lists_of(lists[:2]), *servers) == [None, None]
    assert classes(allow_lists_of(lists), *servers) == [None, "mail"]


def test_the_shipped_lists_name_what_everybody_knows():
    lists = read_allow_lists([SHIPPED])
    servers = [
        ("8.8.8.8", 53, 17),
        ("1.1.1.1", 443, 6),
        ("2620:fe::fe", 853, 6),
        ("198.41.0.4", 53, 17),
        ("198.41.0.4", 443, 6),
        ("133.243.238.163", 123, 17),
        ("17.57.144.20", 5223, 6),
        ("17.57.144.20", 6667, 6),
        ("192.0.2.1", 53, 17),
    ]
    assert classes(lists, *servers) == [
        "resolver", "resolver", "resolver", "resolver", None, "ntp", "push", None, None
    ]  # fmt: skip


def put(folder, text, name="own.toml"):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def toml(entries='["192.0.2.1"]', *, category="mail", name="own", more=""):
    return (
        f'name = "{name}"\nclass = "{category}"\nversion = "1"\nsource = "test"\n'
        f'licence = "own"\nentries = {entries}\n{more}'
    )


def test_a_change_is_effective_at_the_next_reading_within_a_second(tmp_path):
    put(tmp_path, toml())
    before = read_allow_lists([SHIPPED, tmp_path])
    put(tmp_path, toml('["192.0.2.2"]'))
    started = time.monotonic()
    after = read_allow_lists([SHIPPED, tmp_path])
    assert classes(after, ("192.0.2.2", 25, 6), ("192.0.2.1", 25, 6)) == ["mail", None]
    assert time.monotonic() - started < 1.0
    assert before.version != after.version


def test_the_version_tells_the_content_alone(tmp_path):
    put(tmp_path, toml())
    first = read_allow_lists([tmp_path]).version
    put(tmp_path, "# a comment\n" + toml())
    assert read_allow_lists([tmp_path]).version == first


def test_a_missing_folder_holds_no_list(tmp_path):
    assert read_allow_lists([tmp_path / "none"]).lists == ()


def test_an_own_list_replaces_the_shipped_one_of_its_name(tmp_path):
    put(tmp_path, toml(name="public-resolvers", category="resolver"))
    lists = read_allow_lists([SHIPPED, tmp_path])
    assert classes(lists, ("8.8.8.8", 53, 17), ("192.0.2.1", 53, 17)) == [None, "resolver"]


def test_a_name_twice_in_a_folder_is_told(tmp_path):
    put(tmp_path, toml(), "a.toml")
    put(tmp_path, toml(), "b.toml")
    with pytest.raises(ConfigError, match="rename it"):
        read_allow_lists([tmp_path])


entries = st.builds(
    AllowEntry,
    network=st.ip_addresses(v=4).map(ip_network)
    | st.ip_addresses(v=6).filter(lambda a: a.ipv4_mapped is None).map(ip_network),
    port=st.integers(0, 65535),
    protocol=st.none() | st.sampled_from([6, 17, 132]),
)


def test_a_million_servers_are_looked_up_in_a_second():
    random = np.random.default_rng(7)
    many = [str(ip_network((int(n) << 8, 24))) for n in random.integers(1 << 16, 1 << 24, 20_000)]
    lists = allow_lists_of(
        [*read_allow_lists([SHIPPED]).lists, allow_list(*many, name="many", category="none")]
    )
    rows = 1_000_000
    high = np.where(random.random(rows) < 0.5, 0, random.integers(-(2**62), 2**62, rows))
    low = np.where(high == 0, (0xFFFF << 32) | random.integers(0, 2**32, rows), high)
    port = random.choice(np.array([53, 80, 123, 443, 8080]), rows)
    started = time.process_time()
    lists.match(high, low, port, np.full(rows, 6))
    assert time.process_time() - started < 1.0
