"""MISP: warning lists of addresses, under a chosen class."""

import json
import os
from ipaddress import ip_network
from pathlib import Path

import pytest
from hypothesis import strategies as st

from noroshi.c2.judge.allow import (
    AllowClass,
    AllowEntry,
    import_misp,
)
from noroshi.spine.model import InputError

entries = st.builds(
    AllowEntry,
    network=st.ip_addresses(v=4).map(ip_network)
    | st.ip_addresses(v=6).filter(lambda a: a.ipv4_mapped is None).map(ip_network),
    port=st.integers(0, 65535),
    protocol=st.none() | st.sampled_from([6, 17, 132]),
)


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
