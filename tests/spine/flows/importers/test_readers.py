"""Zeek, Argus and Suricata: three spellings of the same flow, and what can be wrong with each."""

import bz2
import gzip
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.spine.model import InputError

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
TEXTS = ["zeek", "argus", "suricata", "silk", "aws", "gcp", "azure"]


def contents(made):
    return {
        "zeek": made.zeek_head + made.zeek(),
        "argus": made.argus_head + made.argus(),
        "suricata": made.eve(),
        "silk": "sIP|dIP|sPort|dPort|pro|bytes|packets|flags|sTime|eTime|iTy|iCo|nhIP|type|\n"
        "100.64.0.1|192.0.2.1|50000|443|6|700|5|FS PA|2023/11/14T22:13:20.250|2023/11/14T22:13:21.750|||0.0.0.0|out|\n",
        "aws": "version srcaddr dstaddr srcport dstport protocol packets bytes start end log-status tcp-flags\n"
        "5 100.64.0.1 192.0.2.1 50000 443 6 5 700 1700000000 1700000060 OK 3\n",
        "gcp": '{"insertId":"a","jsonPayload":{"connection":{"src_ip":"100.64.0.1","src_port":1,"dest_ip":"192.0.2.1","dest_port":2,"protocol":17},"bytes_sent":"7","start_time":"2023-11-14T22:13:20.25Z","end_time":"2023-11-14T22:13:21Z"}}\n',
        "azure": '{"records":[{"properties":{"flows":[{"flows":[{"mac":"0","flowTuples":[\n"1700000000,100.64.0.1,192.0.2.1,50000,443,T,O,A,E,1,2,3,4",\n"1700000000,100.64.0.1,192.0.2.1,50000,443,U,I,D"]}]}]}}]}\n',
    }


@pytest.mark.parametrize("format_", ["zeek", "argus", "suricata"])
def test_the_same_flow_reads_the_same(made, taken, ends, format_):
    table, tally = taken(contents(made)[format_], format_)
    (row,) = table.to_pylist()
    assert not tally.refused
    assert ends(table) == [("100.64.0.1", "192.0.2.1")]
    assert row["flowStartMilliseconds"].isoformat() == "2023-11-14T22:13:20.250000"
    assert row["flowEndMilliseconds"].isoformat() == "2023-11-14T22:13:21.750000"
    assert (
        row["protocolIdentifier"],
        row["sourceTransportPort"],
        row["destinationTransportPort"],
    ) == (6, 50000, 443)
    assert (row["octetDeltaCount"], row["reverseOctetDeltaCount"]) == (700, 3000)
    assert row["tcpControlBits"] & (SYN | FIN) == SYN | FIN
    assert (row["samplingInterval"], row["exportVersion"], row["exporter"]) == (1, 0, format_)


@pytest.mark.parametrize("format_", ["zeek", "argus", "suricata"])
def test_uniflow_drops_the_reverse_columns(made, taken, format_):
    table, _ = taken(contents(made)[format_], format_, uniflow=True)
    assert table["reverseOctetDeltaCount"].to_pylist() == [None]
    assert table["reverseTcpControlBits"].to_pylist() == [None]


def test_a_short_negative_duration_is_mended_to_zero(made, taken):
    table, tally = taken(made.zeek_head + made.zeek(duration="-0.5"), "zeek")
    assert not tally.refused
    assert table["flowEndMilliseconds"] == table["flowStartMilliseconds"]


def test_v6_only_files_are_read(made, taken, ends):
    table, _ = taken(
        made.zeek_head + made.zeek(source="2001:db8::1", destination="2001:DB8:1::0:2"), "zeek"
    )
    assert ends(table) == [("2001:db8::1", "2001:db8:1::2")]
    assert table["ipVersion"].to_pylist() == [6]


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress])
def test_compressed_files_are_read(made, taken, compress):
    table, _ = taken(compress((made.zeek_head + made.zeek()).encode()), "zeek")
    assert table.num_rows == 1


def test_a_file_cut_in_the_middle_keeps_its_good_rows(made, taken):
    whole = (made.zeek_head + made.zeek() * 3).encode()
    table, tally = taken(whole[:-30], "zeek")
    assert table.num_rows == 2
    assert tally.refused == {"bad-row": 1}


def test_a_compressed_file_cut_in_the_middle_keeps_its_good_rows(made, taken):
    rows = "".join(made.zeek(ts=f"17000{i:05}.5", sport=str(i)) for i in range(20_000))
    squeezed = gzip.compress((made.zeek_head + rows).encode())
    table, tally = taken(squeezed[: len(squeezed) // 2], "zeek")
    assert table.num_rows > 5_000
    assert tally.refused["cut-short"] == 1


def test_an_endless_line_is_left_out(made, taken):
    table, tally = taken(
        made.zeek_head + made.zeek() + "x" * (3 << 20) + "\n" + made.zeek(), "zeek"
    )
    assert table.num_rows == 2
    assert tally.refused["line-too-long"] == 1


@pytest.mark.parametrize(
    "format_", ["zeek", "argus", "nfdump", "parquet", "export-pcap", "packets"]
)
def test_another_format_is_told_at_once(taken, format_):
    with pytest.raises(InputError, match=r"input|capture"):
        taken("hello\nworld\n", format_)


HOSTILE = {
    "huge line": b"x" * (3 << 20) + b"\n",
    "zeros": b"\0" * 5_000 + b"\n",
    "deep": b'{"a":' * 100_000 + b"\n",
    "wide": b"|, \t" * 100_000 + b"\n",
    "half a letter": b"\xe3\x81\n",
    "quote": b'"' + b"a" * 1_000 + b"\n",
    "empty lines": b"\n\r\n\n",
    "huge number": b"9" * 10_000 + b"\n",
}


@pytest.mark.parametrize("format_", TEXTS)
@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_hostile_lines_cost_no_good_row(made, taken, format_, hostile, end):
    content = contents(made)[format_].encode()
    rows = content.splitlines(keepends=True)[-1] if format_ != "azure" else content
    spoilt = content + HOSTILE[hostile] + rows
    table, tally = taken(b"\xef\xbb\xbf" + spoilt.replace(b"\n", end), format_)
    clean, _ = taken(content + rows, format_)
    assert tally.kept == table.num_rows >= clean.num_rows
    assert tally.read == tally.kept + tally.refused.total()


@pytest.mark.parametrize("format_", TEXTS)
def test_a_broken_compression_keeps_what_came_before(made, taken, format_):
    squeezed = bytearray(gzip.compress(contents(made)[format_].encode() * 2, compresslevel=0))
    squeezed[-8:] = bytes(8)
    _, tally = taken(bytes(squeezed), format_)
    assert tally.refused["cut-short"] == 1
    assert tally.kept >= 1


@pytest.mark.parametrize("format_", TEXTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.integers(0, 2000), st.binary(min_size=1, max_size=6)), max_size=8), cut=st.integers(0, 3000))  # fmt: skip
def test_damaged_files_never_raise_anything_else(made, taken, format_, changes, cut):
    octets = bytearray(
        (contents(made)[format_] + contents(made)[format_].splitlines()[-1] + "\n").encode()
    )
    for at, new in changes:
        octets[at % len(octets) : at % len(octets) + len(new)] = new
    with suppress(InputError):
        taken(bytes(octets[:cut]), format_)
