"""Small made files of every format, with documentation addresses, and reading them."""

from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pytest

from noroshi.spine.flows.address import Addresses, format_addresses
from noroshi.spine.flows.importers import Source, reader_of
from noroshi.spine.flows.schema import flow_table
from noroshi.spine.flows.stamp import stamp
from noroshi.spine.flows.tally import Tally

ZEEK_HEAD = (
    "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n"
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes"
    "\tresp_bytes\tconn_state\thistory\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\n"
)


def zeek_row(*, ts="1700000000.25", source="100.64.0.1", sport="50000", destination="192.0.2.1", dport="443", proto="tcp", service="ssl", duration="1.5", state="SF", history="ShADadFf", packets="5", octets="700", back_packets="4", back_octets="3000"):  # fmt: skip
    cells = (ts, "Cuid", source, sport, destination, dport, proto, service, duration, "300", "2500", state, history, packets, octets, back_packets, back_octets)  # fmt: skip
    return "\t".join(cells) + "\n"


ARGUS_HEAD = "StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes\n"


def argus_row(*, start="2023/11/14 22:13:20.250000", duration="1.500000", proto="tcp", source="100.64.0.1", sport="50000", arrow="   ->", destination="192.0.2.1", dport="443", state="FSPA_FSPA", packets="9", octets="3700", mine="700"):  # fmt: skip
    return ",".join((start, duration, proto, source, sport, arrow, destination, dport, state, "0", "0", packets, octets, mine)) + "\n"  # fmt: skip


def eve(flow='"pkts_toserver":5,"pkts_toclient":4,"bytes_toserver":700,"bytes_toclient":3000,"start":"2023-11-14T22:13:20.250000+0000","end":"2023-11-15T07:13:21.750000+0900"'):  # fmt: skip
    return (
        '{"timestamp":"2023-11-14T22:13:30+0000","event_type":"flow","src_ip":"100.64.0.1","src_port":50000,'
        '"dest_ip":"192.0.2.1","dest_port":443,"proto":"TCP","app_proto":"tls",'
        f'"flow":{{{flow}}},"tcp":{{"tcp_flags_ts":"1b","tcp_flags_tc":"13"}}}}\n'
    )


def read(path: Path, format_: str, *, uniflow: bool = False) -> tuple[pa.Table, Tally]:
    """All rows a reader gives, as a full flow table."""
    tally = Tally()
    tables = [
        flow_table({n: t[n] for n in t.column_names})
        for t in (
            stamp(t, sampling=None, exporter=format_)
            for t in reader_of(format_)(Source(path=path, uniflow=uniflow), tally)
        )
    ]
    table = pa.concat_tables(tables) if tables else pa.table({})
    assert tally.kept == table.num_rows
    return table, tally


def ends(table: pa.Table) -> list[tuple[str, str]]:
    """Source and destination of each row as text."""
    sides = [
        format_addresses(
            Addresses(table[f"{s}AddressHi"].to_numpy(), table[f"{s}AddressLo"].to_numpy())
        ).to_pylist()
        for s in ("source", "destination")
    ]
    return list(zip(*sides, strict=True))


@pytest.fixture
def made():
    """Makers of rows of each text format."""
    return SimpleNamespace(
        zeek_head=ZEEK_HEAD, zeek=zeek_row, argus_head=ARGUS_HEAD, argus=argus_row, eve=eve
    )


@pytest.fixture
def taken(tmp_path):
    """Write octets to a file and read it in a format; gives table and tally."""

    def take(content, format_, **options):
        path = tmp_path / "input"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(path, format_, **options)

    return take


@pytest.fixture(name="ends")
def ends_fixture():
    """Reads both ends of rows as text."""
    return ends
