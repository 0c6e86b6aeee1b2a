"""Lists: every format by its content, every bad line counted."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.c2.evaluate.lists import parse_list, read_list
from noroshi.spine.model import InputError

FEODO = """\
################################################################
# abuse.ch Feodo Tracker Botnet C2 IP Blocklist (CSV)          #
# Last updated: 2026-04-04 07:03:03 UTC                        #
################################################################
#
"first_seen_utc","dst_ip","dst_port","c2_status","last_online","malware"
"2026-03-23 17:51:44","192.0.2.135","1194","online","2026-04-01","Example"
"2026-03-23 17:51:44","not an address","1194","online","2026-04-01","Example"
"yesterday","192.0.2.136","1194","online","2026-04-01","Example"
"2026-03-23 17:51:44","192.0.2.137","99999","online","2026-04-01","Example"
"""
SSLBL = """\
# abuse.ch SSLBL Botnet C2 IP Blacklist (CSV)
# Last updated: 2026-12-23 14:05:27 UTC                        #
#
# Firstseen,DstIP,DstPort
2026-12-23 14:05:27,192.0.2.152,6192
2026-12-22 12:02:12,192.0.2.118,0
"""
JA3 = (
    "# ja3_md5,Firstseen,Lastseen,Listingreason\n"
    "b386946a5a44d1ddcc843bc75336dfce,2026-07-14 18:08:15,2026-07-27 20:42:54,X\n"
)
MALTRAIL = """\
# Copyright (c) Maltrail developers

/izuku.sh
192.0.2.200:1791
bad.example
192.0.2.96 # a comment
http://bad.example/x
"""
IPSUM = "# IPsum Threat Intelligence Feed\n# Last update: Sat, 22 Aug 2026 03:00:29 +0200\n192.0.2.20\t10\n192.0.2.21\t3\n"
FIREHOL = "#\n# feodo\n# ipv4 hash:net ipset\n# Source File Date: Fri Oct 23 13:45:29 UTC 2026\n192.0.2.0/28\n0.0.0.0/0\n192.0.2.77/32\n"
C2INTEL = "#ip,ioc\n192.0.2.1,Possible Example C2 IP\n"
STIX = json.dumps(
    {
        "type": "bundle",
        "objects": [
            {
                "type": "indicator",
                "pattern": "[ipv4-addr:value = '192.0.2.5']",
                "valid_from": "2026-01-01T00:00:00Z",
            },
            {
                "type": "indicator",
                "pattern": "[network-traffic:dst_ref.value = '2001:db8::5' AND network-traffic:dst_port = 443]",
            },
            {"type": "indicator", "pattern": "[domain-name:value = 'bad.example']"},
            {"type": "indicator", "pattern": "[url:value = 'http://bad.example']"},
            {"type": "indicator", "pattern": "[ipv4-addr:value = '192.0.2.6']", "revoked": True},
            {"type": "identity"},
        ],
    }
)
MISP = json.dumps(
    {
        "Event": {
            "info": "Example",
            "Attribute": [
                {"type": "ip-dst", "value": "192.0.2.7", "timestamp": "1767225600"},
                {
                    "type": "ip-dst|port",
                    "value": "192.0.2.8|8443",
                    "first_seen": "2026-02-01T00:00:00+00:00",
                },
                {"type": "md5", "value": "b386946a5a44d1ddcc843bc75336dfce"},
            ],
            "Object": [{"Attribute": [{"type": "domain", "value": "bad.example"}]}],
        }
    }
)


@pytest.mark.parametrize(
    ("text", "kind", "subjects", "refused"),
    [
        (
            FEODO,
            "feodo-csv",
            ["192.0.2.135:1194/tcp"],
            {"no-address": 1, "bad-time": 1, "bad-port": 1},
        ),
        (SSLBL, "sslbl-csv", ["192.0.2.152:6192/tcp", "192.0.2.118"], {}),
        (JA3, "sslbl-ja3", [], {"fingerprint": 1}),
        (
            MALTRAIL,
            "maltrail",
            ["192.0.2.200:1791/tcp", "192.0.2.96"],
            {"path": 1, "domain": 1, "url": 1},
        ),
        (IPSUM, "ipsum", ["192.0.2.20", "192.0.2.21"], {}),
        (FIREHOL, "firehol", ["192.0.2.0/28", "192.0.2.77"], {"prefix-too-wide": 1}),
        (C2INTEL, "c2intelfeeds-csv", ["192.0.2.1"], {}),
        (
            "192.0.2.1\r\n\r\n[2001:db8::1]:443\r\n2001:db8::2",
            "text",
            ["192.0.2.1", "[2001:db8::1]:443/tcp", "2001:db8::2"],
            {},
        ),
        (STIX, "stix", ["192.0.2.5", "[2001:db8::5]:443/tcp"], {"domain": 1, "url": 1}),
        (MISP, "misp", ["192.0.2.7", "192.0.2.8:8443/tcp"], {"fingerprint": 1, "domain": 1}),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_each_format_is_recognised_and_read(text, kind, subjects, refused, ending):
    data = b"\xef\xbb\xbf" + text.replace("\r\n", "\n").replace("\n", ending).encode()
    found = parse_list(data, "list")
    assert found.format == kind
    assert [one.subject.value for one in found.observations] == subjects
    assert found.refused == refused
    assert found.read == len(subjects) + sum(refused.values())


def test_times_and_details_are_kept():
    (one,) = parse_list(FEODO.encode(), "f").observations
    assert one.first_seen == datetime(2026, 3, 23, 17, 51, 44, tzinfo=UTC)
    assert one.last_seen == datetime(2026, 4, 1, tzinfo=UTC)
    assert one.detail == "Example"
    assert parse_list(IPSUM.encode(), "i").observations[0].detail == "10 lists"
    assert parse_list(MISP.encode(), "m").observations[0].first_seen == datetime(
        2026, 1, 1, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04\0\0", "binary"),
        (b'{"type":"bundle","objects":[', "no whole JSON"),
        (b'{"a":1}', "neither"),
        (b'{"a":' + b"[" * 200_000, "no whole JSON"),
    ],
)
def test_what_is_no_list_is_told(data, why):
    with pytest.raises(InputError, match=why):
        parse_list(data, "x")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_list(tmp_path / "none.txt")


def test_an_overlong_line_is_refused():
    assert parse_list(b"1" * 100_000 + b"\n192.0.2.1\n", "x").refused == {"too-long": 1}


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda t: t.encode(errors="replace")))
def test_arbitrary_octets_are_read_or_told(data):
    try:
        found = parse_list(data, "x")
    except InputError:
        return
    assert found.read == len(found.observations) + sum(found.refused.values())


REAL = (
    Path(os.environ.get("NOROSHI_DATA", Path(__file__).parents[4] / "shared" / "data"))
    / "blocklists"
)


@pytest.mark.skipif(not REAL.is_dir(), reason="NOROSHI_DATA has no blocklists")
@pytest.mark.parametrize(
    ("name", "kind", "kept", "refused"),
    [
        ("feodo_ipblocklist_2024-04-04.csv", "feodo-csv", 28, {}),
        ("feodo_ipblocklist_aggressive_2025-11-27.txt", "feodo-text", 7602, {}),
        ("sslbl_ipblacklist_aggressive_sample.csv", "sslbl-csv", 3991, {}),
        ("sslbl_ja3_fingerprints_2021.csv", "sslbl-ja3", 0, {"fingerprint": 97}),
        ("threatfox_ioc_ips_sample.txt", "text", 13571, {}),
        ("c2tracker_all_2026-03-16.txt", "text", 2347, {}),
        ("ipsum_sample.txt", "ipsum", 2993, {}),
        ("ipsum_level5_2026-08-22.txt", "text", 1413, {}),
        ("c2intelfeeds_IPC2s-30day_excerpt.csv", "c2intelfeeds-csv", 12, {}),
        ("firehol_feodo_excerpt.ipset", "firehol", 10, {}),
        ("maltrail_elf_mirai_excerpt.txt", "maltrail", 1, {"path": 4, "domain": 2}),
    ],
)
def test_real_snapshots_are_read_whole(name, kind, kept, refused):
    found = read_list(REAL / name)
    assert (found.format, len(found.observations), found.refused) == (kind, kept, refused)
