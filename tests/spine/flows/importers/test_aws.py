"""AWS: VPC flow logs with any fields, as text or Parquet; windows without data are no rows."""

import gzip

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from noroshi.spine.flows.importers import detect_format
from noroshi.spine.model import InputError

DEFAULT = "2 123456789010 eni-1235b8ca 100.64.0.1 192.0.2.1 50000 443 6 5 700 1700000000 1700000060 ACCEPT OK\n"
NO_DATA = "2 123456789010 eni-1235b8ca - - - - - - - 1700000000 1700000060 - NODATA\n"
SKIPPED = "2 123456789010 eni-1235b8ca - - - - - - - 1700000000 1700000060 - SKIPDATA\n"
TITLES = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n"
FIVE = (
    "version vpc-id interface-id srcaddr dstaddr srcport dstport protocol tcp-flags pkt-srcaddr pkt-dstaddr packets bytes start end action flow-direction log-status\n"
    "5 vpc-1 eni-1 198.51.100.7 192.0.2.1 50000 443 6 3 100.64.0.1 192.0.2.1 5 700 1700000000 1700000060 REJECT egress OK\n"
)


@pytest.mark.parametrize("content", [DEFAULT, TITLES + DEFAULT, "2023-11-14T22:14:00.000Z " + DEFAULT])  # fmt: skip
def test_the_default_format_needs_no_titles(taken, ends, content):
    table, tally = taken(content, "aws")
    (row,) = table.to_pylist()
    assert not tally.refused
    assert ends(table) == [("100.64.0.1", "192.0.2.1")]
    assert row["flowStartMilliseconds"].timestamp() - row["flowEndMilliseconds"].timestamp() == -60
    assert (row["octetDeltaCount"], row["packetDeltaCount"]) == (700, 5)
    assert row["reverseOctetDeltaCount"] is None
    assert (row["exporter"], row["forwardingStatus"], row["firewallEvent"]) == ("eni-1235b8ca", 64, None)  # fmt: skip


def test_fields_of_later_versions_tell_more(taken, ends):
    table, tally = taken(FIVE, "aws")
    (row,) = table.to_pylist()
    assert not tally.refused
    assert ends(table) == [("100.64.0.1", "192.0.2.1")]
    assert (row["tcpControlBits"], row["flowDirection"], row["vrfName"]) == (3, 1, "vpc-1")
    assert (row["forwardingStatus"], row["firewallEvent"]) == (128, 3)


def test_the_interfaces_address_serves_where_the_packets_is_missing(taken, ends):
    table, _ = taken(FIVE.replace("100.64.0.1", "-"), "aws")
    assert ends(table) == [("198.51.100.7", "192.0.2.1")]


def test_windows_without_data_are_passed_over_and_counted(taken):
    table, tally = taken(TITLES + NO_DATA + DEFAULT + SKIPPED + NO_DATA, "aws")
    assert (table.num_rows, tally.read) == (1, 1)
    assert tally.aside == {"no-data": 2, "skipped-data": 1}


def test_refused_rows_keep_their_line_behind_windows_without_data(taken):
    _, tally = taken(TITLES + NO_DATA + DEFAULT.replace("192.0.2.1", "nobody"), "aws")
    assert tally.examples == [("no-ip-address", 3)]


def test_parquet_reads_like_text(tmp_path, taken):
    names, cells = (line.split() for line in FIVE.splitlines())
    whole = {"version", "srcport", "dstport", "protocol", "tcp-flags", "packets", "bytes", "start", "end"}  # fmt: skip
    columns = {n.replace("-", "_"): [int(c) if n in whole else c] for n, c in zip(names, cells, strict=True)}  # fmt: skip
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    assert detect_format(tmp_path / "a.parquet") == "aws"
    table, tally = taken((tmp_path / "a.parquet").read_bytes(), "aws")
    assert not tally.refused
    assert table.equals(taken(FIVE, "aws")[0])


def test_other_fields_without_titles_say_what_is_missing(taken):
    with pytest.raises(InputError, match="field names"):
        taken("eni-1 192.0.2.1 192.0.2.2 6\n", "aws")


@pytest.mark.parametrize("content", [DEFAULT, FIVE, NO_DATA + DEFAULT])
def test_both_forms_are_known_by_content(tmp_path, content):
    (tmp_path / "a.gz").write_bytes(gzip.compress(content.encode()))
    assert detect_format(tmp_path / "a.gz") == "aws"
