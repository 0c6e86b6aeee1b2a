"""VRP file: validators' JSON and CSV give the same table; broken ones are refused, never emptied."""

import gzip
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.rpki.sense.vrp_file import parse_vrp_octets, read_vrps
from noroshi.spine.model import InputError

RPKI_CLIENT = {
    "metadata": {"buildtime": "2026-01-01T12:00:00Z", "roas": 2},
    "roas": [
        {"asn": 64500, "prefix": "192.0.2.0/24", "maxLength": 25, "ta": "x", "expires": 1767268800},
        {"asn": 0, "prefix": "2001:db8::/32", "maxLength": 32, "ta": "x", "expires": 1767268801},
    ],
}
ROUTINATOR = {
    "metadata": {"generated": 1767268800, "generatedTime": "2026-01-01T12:00:00Z"},
    "roas": [
        {"asn": "AS64500", "prefix": "192.0.2.0/24", "maxLength": 25, "ta": "x"},
        {"asn": "AS0", "prefix": "2001:db8::/32", "maxLength": 32, "ta": "x"},
    ],
}
CSV = b"ASN,IP Prefix,Max Length,Trust Anchor\nAS64500,192.0.2.0/24,25,x\nAS0,2001:db8::/32,32,x\n"
EXTENDED = (
    b"URI,ASN,IP Prefix,Max Length,Not Before,Not After\n"
    b"rsync://rpki.example/a.roa,AS64500,192.0.2.0/24,25,2026-01-01,2027-01-01\n"
    b"rsync://rpki.example/b.roa,AS0,2001:db8::/32,,2026-01-01,2027-01-01\n"
)


def as_json(value):
    return json.dumps(value).encode()


@pytest.mark.parametrize("octets", [as_json(RPKI_CLIENT), as_json(ROUTINATOR), CSV, EXTENDED])
def test_all_forms_give_the_same_table(octets):
    found = parse_vrp_octets(octets)
    assert [found.prefixes.text(row) for row in range(2)] == ["192.0.2.0/24", "2001:db8::/32"]
    assert found.asn.tolist() == [64500, 0]
    assert found.max_length.tolist() == [25, 32]
    assert not found.refused


@pytest.mark.parametrize("snapshot", [RPKI_CLIENT, ROUTINATOR])
def test_the_time_of_a_snapshot_is_known(snapshot):
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert parse_vrp_octets(as_json(snapshot)).made_at == noon


def test_bad_records_are_counted_and_the_others_kept():
    roas = [{"asn": None}, 7, *ROUTINATOR["roas"], {"asn": 1, "prefix": "192.0.2.9/24"}]
    found = parse_vrp_octets(as_json({"metadata": {"buildtime": 5}, "roas": roas}))
    assert len(found) == 2
    assert found.refused == {"bad-record": 2, "host-bits": 1}
    assert found.made_at is None


@pytest.mark.parametrize(
    "octets",
    [
        b"", b"{", b"[]", b'{"roas":5}', b'{"other":[]}', b"192.0.2.0/24,64500\n", b'{"roas":[],"x":' + b"[" * 99_999,
        b"ASN,IP Prefix,Max Length\n", b'{"roas":[]}', b"ASN,IP Prefix\nAS1,none\n",
    ],
)  # fmt: skip
def test_a_file_without_vrps_is_refused_whole(tmp_path, octets):
    path = tmp_path / "vrps"
    path.write_bytes(octets)
    with pytest.raises(InputError, match="vrps"):
        read_vrps(path)


def test_a_cut_file_is_refused_whole(tmp_path):
    path = tmp_path / "vrps.csv.gz"
    path.write_bytes(gzip.compress(CSV)[:-9])
    with pytest.raises(InputError, match="cut short"):
        read_vrps(path)


@given(st.binary(max_size=200) | st.recursive(st.none() | st.text() | st.integers(), lambda x: st.lists(x) | st.dictionaries(st.sampled_from(["roas", "asn", "prefix", "metadata"]), x)).map(as_json))  # fmt: skip
def test_any_octets_give_a_table_or_an_input_error(octets):
    try:
        parse_vrp_octets(octets)
    except InputError:
        return


@pytest.mark.parametrize("told", ["soon", "9999-99-99", ""])
def test_a_time_that_is_none_is_not_told(told):
    assert parse_vrp_octets(as_json(ROUTINATOR | {"metadata": {"buildtime": told}})).made_at is None


def test_octets_that_are_no_text_are_refused(tmp_path):
    file = tmp_path / "vrps.json"
    file.write_bytes(b'{"roas": [{"prefix": "192.0.2.0\x80/24", "asn": 1}]}')
    with pytest.raises(InputError):
        read_vrps(file)
