"""AS tables: the files of the field, and rows that are no ranges."""

import gzip
import os
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.spine.flows.address import parse_addresses
from noroshi.spine.flows.as_table import read_as_table
from noroshi.spine.model import InputError, SourceError

DATA = Path(os.environ.get("NOROSHI_DATA", Path(__file__).parents[4] / "shared" / "data")) / "iot"


def table_of(tmp_path, text, name="asn.csv"):
    path = tmp_path / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return read_as_table(path)


def asns(table, *texts):
    addresses, known = parse_addresses(pa.array(texts))
    assert known.all()
    return table.numbers_of(addresses).tolist()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('start,end,asn,org\n3221225984,3221226239,64500,"Net, Inc."\n', "asn.csv"),
        ('192.0.2.0,192.0.2.255,64500,"Net, Inc."\n', "asn.csv.gz"),
        ("192.0.2.0\t192.0.2.255\t64500\tJP\tNet, Inc.\n", "ip2asn.tsv"),
        ('192.0.2.0,192.0.2.255,AS64500,"Net, Inc."\n', "asn.csv"),
    ],
)
def test_the_files_of_the_field_are_read_as_they_come(tmp_path, text, name):
    table = table_of(tmp_path, text, name)
    assert asns(table, "192.0.2.1", "192.0.3.0") == [64500, 0]
    assert table.name_of(64500) == "Net, Inc."
    assert table.name_of(64501) == ""
    assert (table.read, dict(table.refused)) == (1, {})


def test_bad_rows_are_counted_and_the_good_ones_around_them_kept(tmp_path):
    rows = [
        "start,end,asn,org",
        "192.0.2.0,192.0.2.255,64500,Good",
        "192.0.2.128,192.0.3.0,64501,Overlaps",
        "nowhere,192.0.2.0,64500,Bad",
        "198.51.100.0,198.51.100.255,none,Bad",
        "198.51.100.0,198.51.100.255,99999999999,Bad",
        "198.51.100.0,2001:db8::,64500,Bad",
        "198.51.100.9,198.51.100.0,64500,Bad",
        "203.0.113.0,203.0.113.255,0,Not routed",
        "203.0.113.0,203.0.113.255",
        "2001:db8::,2001:db8::ffff,64502,Good",
        "4294967296,4294967297,64502,Beyond",
    ]
    table = table_of(tmp_path, "\n".join(rows))
    assert table.read == len(rows) - 1
    assert dict(table.refused) == {
        "no-address": 2, "no-as-number": 2, "two-families": 1, "ends-before-start": 1,
        "not-announced": 1, "odd-width": 1, "overlap": 1,
    }  # fmt: skip
    assert asns(table, "192.0.2.200", "2001:db8::1", "203.0.113.1") == [64500, 64502, 0]


def test_what_is_no_table_is_refused_with_what_to_write(tmp_path):
    for text in ("", "a,b\n1,2\n", "hello\n", "x,y,z\np,q,r\n"):
        with pytest.raises(InputError, match=r"asn\.csv"):
            table_of(tmp_path, text)
    with pytest.raises(SourceError, match="cannot be read"):
        read_as_table(tmp_path / "missing.csv")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(octets=st.binary(max_size=400))
def test_any_octets_give_a_table_or_a_refusal(tmp_path, octets):
    (tmp_path / "asn.csv").write_bytes(octets)
    try:
        table = read_as_table(tmp_path / "asn.csv")
    except InputError:
        return
    assert len(table.layer.values) + table.refused.total() == table.read


@pytest.mark.skipif(not DATA.is_dir(), reason="the development data is absent (NOROSHI_DATA)")
def test_a_country_of_real_ranges_is_read_whole():
    table = read_as_table(DATA / "jp_ip2asn_v4.csv.gz")
    assert (table.read, table.refused.total()) == (5798, 0)
    assert table.name_of(2519) == "ARTERIA Networks Corporation"
