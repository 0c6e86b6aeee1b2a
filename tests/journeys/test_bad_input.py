"""Bad input: a clear message, the right exit code, good rows kept, bad ones counted by reason."""

import gzip
import random

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from noroshi.testing import write_flows
from noroshi.testing.scenes import CONTROLLER, botnet_scene

SUBSCRIBERS = ("--subscribers", "100.64.0.0/10")
START = 1_767_571_200.0  # Monday 2026-01-05


def prepared(**changes):
    """Columns of a prepared table: two hours of one beacon, and as many web visits."""
    count = 240
    dice = np.random.default_rng(4)
    web = np.arange(count) % 2 == 1
    columns = {
        "ts": START + np.arange(count) * 30.0,
        "dur": np.full(count, 1.0),
        "proto": np.full(count, "tcp"),
        "src": np.array([f"100.64.0.{n % 4 // 2 + 1}" for n in range(count)]),
        "sport": dice.integers(49152, 65536, count),
        "dst": np.where(web, "192.0.2.7", "203.0.113.66"),
        "dport": np.where(web, 443, 4444),
        "src_pkts": np.full(count, 6),
        "dst_pkts": np.full(count, 5),
        "src_bytes": np.full(count, 400),
        "dst_bytes": np.full(count, 600),
        "state": np.full(count, "SF"),
    }
    return pa.table({name: changes.get(name, column) for name, column in columns.items()})


@pytest.fixture
def taken(noroshi, tmp_path):
    """Imports a table or file and detects everything; gives what both said."""

    def take(content, *options, name="input.parquet"):
        home, path = tmp_path / "home", tmp_path / name
        if isinstance(content, pa.Table):
            pq.write_table(content, path)
        else:
            path.write_bytes(content)
        read = noroshi(home, "flows", "import", path, *SUBSCRIBERS, "--json", *options)
        return read, noroshi(home, "c2", "detect", "--all", "--json")

    return take


def servers(said):
    return {f"{r['subject']['address']}:{r['subject']['port']}/{r['subject']['protocol']}" for r in said.rows}  # fmt: skip


def scores(said):
    return {row["subject"]["address"]: round(row["score"], 4) for row in said.rows}


BOTH = {"203.0.113.66:4444/tcp", "192.0.2.7:443/tcp"}


def test_good_rows_give_both_servers(taken):
    read, found = taken(prepared())
    assert (read.code, found.code) == (0, 0)
    assert servers(found) == BOTH


def test_an_empty_file_leaves_an_empty_lake_that_says_what_to_do(taken):
    read, found = taken(prepared().slice(0, 0))
    assert read.rows[0]["read"] == 0
    assert found.code == 2
    assert "noroshi flows import" in found.err


def test_one_row_is_enough_to_be_judged(taken):
    read, found = taken(prepared().slice(0, 1))
    assert (read.code, found.code) == (0, 0)
    assert servers(found) == {"203.0.113.66:4444/tcp"}
    assert len(found.rows[0]["evidence"]) >= 2


def test_shuffled_rows_change_nothing(noroshi, tmp_path):
    table = prepared()
    order = list(range(table.num_rows))
    random.Random(1).shuffle(order)
    found = []
    for name, flows in (("a", table), ("b", table.take(order))):
        path = tmp_path / f"{name}.parquet"
        pq.write_table(flows, path)
        noroshi(tmp_path / name, "flows", "import", path, *SUBSCRIBERS)
        found.append(scores(noroshi(tmp_path / name, "c2", "detect", "--all", "--json")))
    assert found[0] == found[1]


def test_repeated_rows_list_nothing_new(taken):
    table = prepared()
    read, found = taken(pa.concat_tables([table, table]))
    assert read.code == 0
    assert servers(found) == BOTH


@pytest.mark.parametrize("shift_s", [-20 * 365 * 86400, 86400 * 7])
def test_a_shifted_clock_shifts_the_windows_only(taken, shift_s):
    table = prepared()
    moved = table.set_column(0, "ts", pa.array(table["ts"].to_numpy() + shift_s))
    read, found = taken(moved)
    assert read.rows[0]["kept"] + sum(read.rows[0]["refused"].values()) == 240
    assert read.code == found.code == 0
    assert servers(found) == BOTH


def test_a_clock_before_time_is_refused_by_reason(taken):
    table = prepared()
    ages = np.where(np.arange(240) < 40, -1e12, table["ts"].to_numpy())
    read, found = taken(table.set_column(0, "ts", pa.array(ages)))
    assert read.code == 1
    assert sum(read.rows[0]["refused"].values()) == 40
    assert servers(found) == BOTH


@pytest.mark.parametrize("duration", [-5.0, 1e12, float("nan"), float("inf")])
def test_absurd_durations_do_no_harm(taken, duration):
    table = prepared()
    some = np.where(np.arange(240) % 10 == 0, duration, 1.0)
    read, found = taken(table.set_column(1, "dur", pa.array(some)))
    (row,) = read.rows
    assert row["kept"] + sum(row["refused"].values()) == row["read"] == 240
    assert row["kept"] >= 216
    assert read.code == (1 if row["refused"] else 0)
    assert found.code == 0
    assert servers(found) == BOTH


def test_missing_directions_are_taken_as_one_way(taken):
    one_way = prepared().drop(["dst_pkts", "dst_bytes"])
    read, found = taken(one_way)
    assert (read.code, found.code) == (0, 0)
    assert servers(found) == BOTH


def test_ports_of_icmp_are_no_servers(taken):
    count = np.arange(240)
    table = prepared(
        proto=np.where(count % 4 == 0, "icmp", "tcp"), dport=np.where(count % 4 == 0, 769, 443)
    )
    read, found = taken(table)
    assert read.code == 0
    assert found.code == 0
    assert {row["subject"]["protocol"] for row in found.rows} == {"tcp"}


def test_v6_alone_is_found_too(noroshi, tmp_path):
    count = np.arange(240)
    table = prepared(
        src=np.array([f"2001:db8:64::{n % 4 // 2 + 1}" for n in count]),
        dst=np.where(count % 2 == 1, "2001:db8::7", "2001:db8::66"),
    )
    pq.write_table(table, tmp_path / "a.parquet")
    home = tmp_path / "home"
    noroshi(home, "flows", "import", tmp_path / "a.parquet", "--subscribers", "2001:db8:64::/48")
    found = noroshi(home, "c2", "detect", "--all", "--json")
    assert servers(found) == {"2001:db8::66:4444/tcp", "2001:db8::7:443/tcp"}


def test_bad_addresses_and_ports_are_counted_by_reason(taken):
    count = np.arange(240)
    table = prepared(
        src=np.where(count < 7, "nobody", "100.64.0.1"), dport=np.where(count > 229, 70_000, 443)
    )
    read, found = taken(table)
    assert read.code == 1
    assert read.rows[0]["refused"]["no-ip-address"] == 7
    assert sum(read.rows[0]["refused"].values()) == 240 - read.rows[0]["kept"]
    assert found.code == 0


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9])
def test_a_parquet_file_cut_in_the_middle_is_not_taken(noroshi, tmp_path, part):
    whole, cut = tmp_path / "whole.parquet", tmp_path / "cut.parquet"
    pq.write_table(prepared(), whole)
    cut.write_bytes(whole.read_bytes()[: int(part * whole.stat().st_size)])
    read = noroshi(tmp_path / "home", "flows", "import", cut, *SUBSCRIBERS)
    assert read.code == 2
    assert "cut.parquet" in read.err
    assert "not taken" in read.err


ZEEK = (
    "#separator \\x09\n#path\tconn\n#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tduration\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\tconn_state\n"
    + "".join(f"{START + 60 * n}\t100.64.0.1\t{50000 + n}\t203.0.113.66\t4444\ttcp\t1.0\t6\t400\t5\t600\tSF\n" for n in range(50))
)  # fmt: skip


def test_a_log_cut_in_a_line_keeps_its_whole_lines(taken):
    read, found = taken(ZEEK.encode()[:-30], name="conn.log")
    (row,) = read.rows
    assert row["kept"] >= 49
    assert row["read"] == row["kept"] + sum(row["refused"].values())
    assert servers(found) == {"203.0.113.66:4444/tcp"}


def test_a_compressed_log_cut_in_the_middle_is_told(noroshi, tmp_path):
    path = tmp_path / "conn.log.gz"
    path.write_bytes(gzip.compress(ZEEK.encode())[:-40])
    read = noroshi(tmp_path / "home", "flows", "import", path, *SUBSCRIBERS, "--json")
    assert read.code in (1, 2)
    assert "conn.log.gz" in read.out + read.err
    assert read.err.strip()


@pytest.mark.parametrize("format_", ["zeek", "argus", "suricata", "parquet", "export-pcap", "nfdump"])  # fmt: skip
def test_a_file_of_another_format_is_not_taken(noroshi, tmp_path, format_):
    path = tmp_path / "letter.txt"
    path.write_bytes(b"Dear operator,\n\n" + bytes(range(256)) * 40)
    read = noroshi(tmp_path / "home", "flows", "import", path, "--format", format_)
    assert read.code in (1, 2, 3)
    assert "letter.txt" in read.out + read.err
    assert list((tmp_path / "home" / "lake").rglob("*.parquet")) == []


def test_good_files_are_kept_beside_a_bad_one(noroshi, tmp_path):
    (tmp_path / "a.txt").write_text("hello")
    pq.write_table(prepared(), tmp_path / "b.parquet")
    home = tmp_path / "home"
    read = noroshi(home, "flows", "import", tmp_path / "a.txt", tmp_path / "b.parquet", *SUBSCRIBERS)  # fmt: skip
    assert read.code == 1
    assert servers(noroshi(home, "c2", "detect", "--all", "--json")) == BOTH


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("c2", "detect", "--json"), "noroshi flows import"),
        (("c2", "hosts", "--json"), "noroshi flows import"),
        (("c2", "explain", "192.0.2.1"), "noroshi flows import"),
        (("c2", "detect", "--from", "yesterday"), "ISO 8601"),
        (("flows", "import", "nowhere.parquet"), "no file at"),
    ],
)
def test_every_command_on_an_empty_home_says_what_to_do(noroshi, tmp_path, command, said):
    ended = noroshi(tmp_path / "home", *command)
    assert ended.code == 2
    assert ended.out == ""
    assert said in ended.err


@pytest.mark.parametrize(
    ("window", "said"),
    [
        (("--from", "2027-01-01", "--to", "2027-01-02"), "there are no flows in that time"),
        (("--from", "2026-01-06", "--to", "2026-01-05"), "before it starts"),
    ],
)
def test_a_window_without_flows_is_wrong_use(noroshi, tmp_path, window, said):
    scene = botnet_scene(subscribers=3, bots=1)
    home = tmp_path / "home"
    noroshi(home, "flows", "import", write_flows(scene.seen_outside, tmp_path), *SUBSCRIBERS)
    ended = noroshi(home, "c2", "detect", *window)
    assert (ended.code, said in ended.err) == (2, True)
    assert CONTROLLER.split(":")[0] in noroshi(home, "c2", "detect", "--json", "--all").out
