"""Allow-lists: classes by address, port and protocol; versioned, effective at once, no cloud."""

import json
import os
import time
from ipaddress import IPv6Address, ip_address, ip_network
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.c2.judge.allow import (
    NO_CLASS,
    SHIPPED,
    AllowClass,
    AllowEntry,
    AllowList,
    import_misp,
    read_allow_lists,
    written,
)
from noroshi.c2.judge.allow.allow_list import parse_entry
from noroshi.c2.judge.allow.allow_lists import allow_lists_of
from noroshi.c2.judge.allow.read import parse_allow_list
from noroshi.relay.decide.policy import BENIGN_LABELS
from noroshi.spine.model import ConfigError, InputError


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


def test_every_class_is_benign_to_the_sharing_policy():
    assert {one.value for one in AllowClass} - {"none"} <= BENIGN_LABELS


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


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("not toml =", "no TOML"),
        ('name = "x"', "lacks"),
        (toml(more='colour = "red"\n'), "unknown"),
        (toml(category="everything"), "choose one of"),
        (toml('["nonsense"]'), "is no entry"),
        (toml('["192.0.2.1 99999"]'), "no port"),
        (toml('["192.0.2.1 53/quic"]'), "no port"),
        (toml('["0.0.0.0/0"]'), "wider than /8"),
        (toml('["2000::/3"]'), "wider than /19"),
        (toml("[1]"), "list of texts"),
        (toml(name=" "), "1 to 500"),
    ],
)
def test_a_wrong_list_is_refused_whole_with_its_place(tmp_path, text, why):
    put(tmp_path, text)
    with pytest.raises(ConfigError, match=why) as caught:
        read_allow_lists([tmp_path])
    assert "own.toml" in str(caught.value)


def test_a_list_in_another_encoding_is_told(tmp_path):
    (tmp_path / "own.toml").write_bytes(toml().encode() + "# 日本".encode("cp932"))
    with pytest.raises(ConfigError, match="UTF-8"):
        read_allow_lists([tmp_path])


@pytest.mark.parametrize(
    "name",
    ["AWS Tokyo", "azure front", "Hetzner Online", "my GCP", "OVH SAS", "Vultr", "DigitalOcean"],
)
def test_rentable_clouds_are_refused_by_name(name):
    with pytest.raises(ConfigError, match="anybody can rent"):
        parse_allow_list(toml(name=name), "list.toml")


@pytest.mark.parametrize(
    "prefix", ["54.64.0.0/15", "13.64.0.0/11", "34.64.0.0/10", "167.99.0.0/16", "95.216.0.0/16"]
)
def test_rentable_clouds_are_refused_by_what_they_hold(prefix):
    with pytest.raises(ConfigError, match="anybody can rent"):
        parse_allow_list(toml(f'["{prefix}"]'), "list.toml")


def test_own_servers_in_a_cloud_may_be_listed_one_by_one():
    assert len(parse_allow_list(toml('["54.64.0.1 25/tcp"]'), "list.toml").entries) == 1


def test_clouds_may_be_taken_out():
    assert parse_allow_list(toml('["54.64.0.0/15"]', category="none"), "x").entries


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
    str.strip
)
entries = st.builds(
    AllowEntry,
    network=st.ip_addresses(v=4).map(ip_network)
    | st.ip_addresses(v=6).filter(lambda a: a.ipv4_mapped is None).map(ip_network),
    port=st.integers(0, 65535),
    protocol=st.none() | st.sampled_from([6, 17, 132]),
)


@given(name=words, source=words, entries=st.lists(entries, max_size=5).map(tuple))
def test_a_written_list_reads_as_it_was(name, source, entries):
    one = AllowList(
        name=name.strip(),
        category=AllowClass.NONE,
        version="1",
        source=source.strip(),
        licence="x",
        entries=entries,
    )
    assert parse_allow_list(written(one), "x") == one


@given(st.text(max_size=60))
def test_any_text_is_an_entry_or_refused(text):
    try:
        entry = parse_entry(text)
    except InputError:
        return
    assert parse_entry(str(entry)) == entry


def misp(tmp_path, **values):
    path = tmp_path / "list.json"
    path.write_text(
        json.dumps({"name": "Example mail", "type": "cidr", "version": 7, "list": []} | values)
    )
    return path


def test_a_misp_list_becomes_an_allow_list_of_the_chosen_class(tmp_path):
    path = misp(tmp_path, list=["192.0.2.0/24", "2001:db8::1", "nonsense", 5])
    done = import_misp(path, category=AllowClass.MAIL)
    assert [str(entry) for entry in done.allow_list.entries] == ["192.0.2.0/24", "2001:db8::1"]
    assert (done.allow_list.category, done.allow_list.version) == (AllowClass.MAIL, "7")
    assert (done.read, done.refused) == (4, {"no-address": 1, "no-text": 1})


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"type": "string", "list": [".example"]}, "type cidr"),
        ({"list": []}, "no usable address"),
        ({"list": "x"}, "type cidr"),
    ],
)
def test_a_misp_list_without_addresses_is_refused(tmp_path, values, why):
    with pytest.raises(InputError, match=why):
        import_misp(misp(tmp_path, **values), category=AllowClass.MAIL)


@pytest.mark.parametrize("data", [b"", b"[1]", b'{"a":', b"\xff\xfe", b"[" * 300_000])
def test_what_is_no_misp_list_is_told(tmp_path, data):
    (tmp_path / "x.json").write_bytes(data)
    with pytest.raises(InputError):
        import_misp(tmp_path / "x.json", category=AllowClass.MAIL)


REAL = (
    Path(os.environ.get("NOROSHI_DATA", Path(__file__).parents[5] / "shared" / "data"))
    / "blocklists"
    / "allow"
)


@pytest.mark.skipif(not REAL.is_dir(), reason="NOROSHI_DATA has no allow-lists")
@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("misp_apple", 4),
        ("misp_microsoft-office365-ip", 82),
        ("misp_telegram-ips", 14),
        ("misp_cloudflare", 22),
    ],
)
def test_real_service_ranges_are_taken_in(name, entries):
    done = import_misp(REAL / f"{name}.json", category=AllowClass.WEB_SERVICE)
    assert (len(done.allow_list.entries), done.refused) == (entries, {})


@pytest.mark.skipif(not REAL.is_dir(), reason="NOROSHI_DATA has no allow-lists")
@pytest.mark.parametrize("name", ["misp_amazon-aws", "misp_microsoft-azure", "misp_google-gcp"])
def test_real_clouds_are_refused_by_name_and_by_what_they_hold(tmp_path, name):
    with pytest.raises(ConfigError, match="anybody can rent"):
        import_misp(REAL / f"{name}.json", category=AllowClass.UPDATE_CDN)
    disguised = json.loads((REAL / f"{name}.json").read_text()) | {
        "name": "harmless",
        "description": "",
    }
    with pytest.raises(ConfigError, match="anybody can rent"):
        import_misp(misp(tmp_path, **disguised), category=AllowClass.UPDATE_CDN)


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
