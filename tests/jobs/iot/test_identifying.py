"""Identifying rows: input order, refused rows counted, knowledge from files."""

import gzip
import json

import pytest

from noroshi.jobs.iot.identifying import MAX_ROW, Identified, Sources, identify
from noroshi.spine.model import ConfigError, InputError

YAMAHA = {"id": "a", "protocol": "telnet", "banner": "RTX1210 Rev.14.01.20 (x)"}
BUFFALO = {"id": "b", "protocol": "ftp", "banner": "220 BUFFALO ready"}
KEYS = [
    "id", "vendor", "product", "version", "cpe", "cves", "kev", "eol", "confidence", "evidence",
]  # fmt: skip


NO_FILES = Sources()


def run(*rows, sources=NO_FILES):
    lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
    done = Identified()
    return list(identify(lines, sources=sources, done=done)), done


@pytest.fixture
def sources(tmp_path):
    """Files that know the Yamaha of the first row."""
    match = {
        "criteria": "cpe:2.3:o:yamaha:rtx1210_firmware:*:*:*:*:*:*:*:*",
        "vulnerable": True,
        "versionEndExcluding": "14.01.26",
    }
    cve = {"id": "CVE-2018-0666", "configurations": [{"nodes": [{"cpeMatch": [match]}]}]}
    nvd = tmp_path / "nvd"
    nvd.mkdir()
    packed = gzip.compress(json.dumps({"vulnerabilities": [{"cve": cve}]}).encode())
    (nvd / "2018.json.gz").write_bytes(packed)
    kev = tmp_path / "kev.json"
    kev.write_text('{"vulnerabilities": [{"cveID": "CVE-2018-0666"}]}')
    product = {
        "identifiers": [{"type": "cpe", "id": "cpe:/o:yamaha:rtx1210_firmware"}],
        "releases": [{"name": "14", "eolFrom": "2030-01-01"}],
    }
    end = tmp_path / "rtx.json"
    end.write_text(json.dumps({"result": product}))
    return Sources(nvd=(nvd,), kev=kev, end_of_life=(end,))


def test_rows_have_the_contract_s_keys_in_input_order():
    rows, done = run(YAMAHA, BUFFALO, YAMAHA | {"id": 3})
    assert [row["id"] for row in rows] == ["a", "b", 3]
    assert [[name for name in row if name != "protocol"] for row in rows] == [KEYS] * 3
    assert (done.read, done.refused) == (3, {})


def test_what_a_report_needs_is_kept_from_the_input():
    beside = {
        "address": "192.0.2.1", "port": 23, "transport": "tcp", "time": "2026-03-01T00:00:00Z",
        "kind": "reflector", "amplification": 3.5,
    }  # fmt: skip
    (row,), _ = run(YAMAHA | beside | {"mark": "x" * 201, "other": 1})
    assert {name: row[name] for name in beside} == beside
    assert row["protocol"] == "telnet"
    assert not row.keys() & {"mark", "other", "banner"}


def test_an_open_port_without_a_word_stays_an_exposure():
    (row,), done = run({"id": "o", "address": "192.0.2.1", "port": 23})
    assert (row["confidence"], row["vendor"], done.refused) == ("none", None, {})


def test_a_host_that_answers_everything_is_marked():
    many = [{"id": n, "address": "192.0.2.1", "port": n} for n in range(1, 21)]
    rows, _ = run(*many, {"id": "o", "address": "192.0.2.2", "port": 1}, YAMAHA)
    assert [row.get("mark") for row in rows] == ["answers-all"] * 20 + [None, None]
    (row,), _ = run(many[0] | {"mark": "honeypot"})
    assert row["mark"] == "honeypot"


def test_files_tell_weakness_exploitation_and_end(sources):
    (row,), _ = run(YAMAHA, sources=sources)
    assert (row["cves"], row["kev"], row["eol"]) == (["CVE-2018-0666"], True, "2030-01-01")
    assert row["confidence"] == "exact version"
    assert row["evidence"][-1] == {
        "source": "nvd",
        "pattern": "cpe:2.3:o:yamaha:rtx1210_firmware:14.01.20:*:*:*:*:*:*:*",
        "params": {"cve": "CVE-2018-0666", "certainty": "exact", "exploited": "yes"},
    }


def test_a_vendor_alone_has_no_weakness(sources):
    (row,), _ = run(BUFFALO, sources=sources)
    assert (row["vendor"], row["product"], row["cves"], row["kev"]) == ("Buffalo", None, [], False)
    assert (row["eol"], row["confidence"]) == (None, "vendor only")


def test_refused_rows_are_counted_and_good_ones_around_them_kept():
    wrong = (b"{", b"[]", b"\xff", b"[" * 100_000, b"{}", b'{"id": [], "banner": "x"}')
    rows, done = run(YAMAHA, *wrong, b" " * 3, b'"' + b"x" * MAX_ROW, BUFFALO)
    assert [row["id"] for row in rows] == ["a", "b"]
    assert done.read == 2 + len(wrong) + 1
    assert done.refused.total() == len(wrong) + 1
    assert done.refused["too-large"] == 1


def test_a_row_without_id_is_named_by_its_line():
    rows, _ = run(YAMAHA, {"kind": "ftp_banner", "banner": "220 x"})
    assert [row["id"] for row in rows] == ["a", 2]


def test_a_wrong_source_names_its_file(tmp_path, sources):
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ConfigError, match="empty"):
        run(YAMAHA, sources=Sources(nvd=(empty,)))
    with pytest.raises(ConfigError, match="cannot be read"):
        run(YAMAHA, sources=Sources(kev=tmp_path / "none"))
    with pytest.raises(InputError, match=r"kev\.json: "):
        run(YAMAHA, sources=Sources(end_of_life=(sources.kev,)))


def test_a_host_that_amplifies_in_every_protocol_is_bait():
    row = {"address": "192.0.2.1", "time": "2026-03-01T00:00:00Z", "kind": "reflector", "banner": ""}  # fmt: skip
    names = ("ssdp", "ntp", "dns", "coap")
    rows, _ = run(*(row | {"id": n, "port": n, "protocol": one} for n, one in enumerate(names, 1)))
    assert [one["mark"] for one in rows] == ["reflects-all"] * 4
    rows, _ = run(*(row | {"id": n, "port": n, "protocol": one} for n, one in enumerate(names[1:], 1)))  # fmt: skip
    assert not any("mark" in one for one in rows)
