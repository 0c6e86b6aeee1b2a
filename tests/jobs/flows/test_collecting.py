"""Collecting: from datagrams on loopback to rows in the lake, and every datagram accounted for."""

import json
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import time
import urllib.request
from ctypes.util import find_library
from pathlib import Path

import duckdb
import pytest

from noroshi.jobs.flows.collecting import CollectOptions, Collector, write_metrics
from noroshi.spine.flows.lake import FlowLake
from noroshi.spine.flows.spool import SpoolFolder
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError, SourceError
from noroshi.spine.net.listen import Transport

LONGEST_S = 60.0


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").create()


def settle(home, text):
    home.settings_file.write_text("[collect]\n" + text)
    return Home(home.path)


class Running:
    """A collector that goes on while the test looks at its counts."""

    def __init__(self, home, *listen):
        self.collector = Collector(home, CollectOptions(listen=listen or ("127.0.0.1:0",)))
        self.collector.start()
        self._run = self.collector.run(0.2)
        self.counts = next(self._run)

    def send(self, payloads, at=0):
        endpoint = self.collector.endpoints[at]
        family = socket.AF_INET6 if endpoint.is_v6 else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as sender:
            for number, payload in enumerate(payloads):
                sender.sendto(payload, (str(endpoint.address), endpoint.port))
                if number % 100 == 99:
                    time.sleep(0.005)

    def until(self, reached):
        end = time.monotonic() + LONGEST_S
        while not reached(self.counts):
            assert time.monotonic() < end, self.counts.as_row()
            self.counts = next(self._run)
        return self.counts

    def stop(self):
        self.collector.stop()
        for counts in self._run:
            self.counts = counts
        return self.counts


@pytest.fixture
def running():
    opened = []

    def start(home, *listen):
        opened.append(Running(home, *listen))
        return opened[-1]

    yield start
    for one in opened:
        one.collector.stop()
        one.stop()


def lake(home):
    files = [str(file) for file in FlowLake(home.flows).files()]
    if not files:
        return 0, 0
    return duckdb.execute("SELECT count(*), sum(octetDeltaCount)::BIGINT FROM read_parquet(?)", [files]).fetchone()  # fmt: skip


def test_a_made_hour_arrives_whole(home, made, running):
    """Over IPv4 and IPv6, in two lives, with settings that change in between."""
    home = settle(home, 'segment_s = 1\nexporters = ["192.0.2.0/24"]\n')
    half = len(made.payloads) // 2
    first = running(home, "127.0.0.1:0", "[::1]:0")
    first.send([b"not for us"])
    counts = first.until(lambda c: c.datagrams >= 1)
    assert counts.refused == {"unknown-exporter": 1}
    settle(home, 'segment_s = 1\nexporters = ["127.0.0.0/8", "::1/128"]\n')
    first.collector.reload()
    first.until(
        lambda c: first.collector._spooler.allowed != () and not first.collector._reload_asked
    )
    first.send(made.payloads[:half])
    first.until(lambda c: c.decoded.kept > 0)  # the lake fills while it runs
    counts = first.stop()
    assert counts.spooled == half
    assert counts.waiting_segments == 0

    second = running(Home(home.path), "127.0.0.1:0", "[::1]:0")
    second.send(made.payloads[half:], at=1)
    second.until(lambda c: c.spooled >= len(made.payloads) - half)
    after = second.stop()
    # Through another socket and address the second half is another exporter without templates,
    # until they are repeated: what never met one waits, and nothing is guessed.
    assert after.datagrams == after.spooled == len(made.payloads) - half
    assert (after.lost_in_socket, after.lost_in_spool) == (0, 0)
    assert lake(home)[0] == counts.decoded.kept + after.decoded.kept <= made.records
    metrics = (home.metrics / "collect.prom").read_text()
    assert f"noroshi_collect_rows_total {after.decoded.kept}\n" in metrics


def test_every_record_arrives_over_two_lives_of_the_collector(home, made, running):
    home = settle(home, "segment_s = 600\n")
    half = len(made.payloads) // 2
    port = None
    for payloads in (made.payloads[:half], made.payloads[half:]):
        one = running(Home(home.path), f"127.0.0.1:{port or 0}")
        port = one.collector.endpoints[0].port
        one.send(payloads)
        one.until(lambda c: c.spooled == c.datagrams >= half)
        counts = one.stop()
        assert counts.datagrams == counts.spooled == len(payloads)
    assert lake(home) == (made.records, made.octets)


def test_beyond_the_quota_the_newest_is_refused_and_counted(home, running):
    home = settle(home, "segment_s = 600\nquota_mb = 1\n")
    one = running(home)
    one.send([bytes(1400)] * 1500)
    counts = one.until(lambda c: c.datagrams >= 1500)
    assert counts.refused["quota"] == counts.lost_in_spool > 0
    assert counts.spooled + counts.refused["quota"] == counts.datagrams
    assert SpoolFolder(home.datagrams).size() <= 1 << 20


def test_a_decoder_that_dies_is_replaced(home, made, running):
    home = settle(home, "segment_s = 1\n")
    one = running(home)
    one.until(lambda _: one.collector._decoder.pid is not None)
    one.collector._decoder._process.kill()
    one.send(made.payloads)
    one.until(lambda c: c.spooled >= len(made.payloads))
    counts = one.stop()
    assert counts.decoder_restarts == 1
    assert lake(home) == (made.records, made.octets)


def test_wrong_settings_do_not_replace_those_in_force(home, running):
    home = settle(home, 'exporters = ["192.0.2.0/24"]\n')
    one = running(home)
    before = one.collector._spooler.allowed
    settle(home, 'exporters = ["nonsense"]\n')
    one.collector.reload()
    one.until(lambda _: not one.collector._reload_asked)
    assert one.collector._spooler.allowed == before


def test_one_home_has_one_collector(home, running):
    running(home)
    with pytest.raises(ConfigError, match="another collector"):
        Collector(Home(home.path), CollectOptions(listen=("127.0.0.1:0",))).start()


def test_a_taken_port_is_told_and_frees_the_others(home):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(SourceError, match="taken"):
            Collector(home, CollectOptions(listen=("127.0.0.1:0", place))).start()


def test_an_open_door_is_warned_of(home, running):
    assert any("[collect] exporters" in text for text in running(home).collector.warnings)


def test_metrics_are_replaced_whole(home, running, tmp_path):
    counts = running(home).counts
    write_metrics(tmp_path / "m" / "collect.prom", counts)
    write_metrics(tmp_path / "m" / "collect.prom", counts)
    assert [file.name for file in (tmp_path / "m").iterdir()] == ["collect.prom"]


def ipfix(made):
    """Messages of the router that speaks IPFIX."""
    (found,) = [r for r in made.routers if r[0][:2] == b"\0\x0a"]
    return found


def reliably(home, authority, server_files):
    certificate, key = server_files
    return settle(
        home,
        f'segment_s = 1\ntls_certificate = "{certificate}"\ntls_key = "{key}"\n'
        f'tls_client_ca = "{authority.file}"\ntls_clients = ["R1.example"]\n',
    )


def connected(one, at, authority):
    endpoint = one.collector.endpoints[at]
    opened = socket.create_connection((str(endpoint.address), endpoint.port), timeout=LONGEST_S)
    if endpoint.transport is Transport.TCP:
        return opened
    context = ssl.create_default_context(cafile=str(authority.file))
    context.load_cert_chain(*authority.issue("r1", "r1.example"))
    return context.wrap_socket(opened, server_hostname="collector.example")


def test_ipfix_over_udp_tcp_and_tls_gives_the_same_rows(home, made, running, authority, server_files):  # fmt: skip
    home = reliably(home, authority, server_files)
    one = running(home, "127.0.0.1:0", "tcp://[::1]:0", "tls://127.0.0.1:0")
    messages = ipfix(made)
    one.send(messages)
    for at in (1, 2):
        with connected(one, at, authority) as client:
            client.sendall(b"".join(messages))
    one.until(lambda c: c.spooled >= 3 * len(messages))
    counts = one.stop()
    assert counts.decoded.refused == {}
    assert dict(counts.streams.ended) == {"closed": 2}
    files = [str(file) for file in FlowLake(home.flows).files()]
    by_source = duckdb.execute(
        "SELECT count(*), sum(octetDeltaCount)::BIGINT, sum(packetDeltaCount)::BIGINT,"
        " sum(hash(destinationAddressLo, sourceTransportPort))::VARCHAR"
        " FROM (SELECT *, row_number() OVER (PARTITION BY flowStartMilliseconds,"
        " sourceAddressLo, destinationAddressLo, sourceTransportPort, protocolIdentifier,"
        " octetDeltaCount ORDER BY collectionTimeMilliseconds) % 3 AS copy"
        " FROM read_parquet(?)) GROUP BY copy",
        [files],
    ).fetchall()
    assert len(by_source) == 3
    assert len(set(by_source)) == 1


@pytest.mark.skipif(find_library("fixbuf") is None, reason="needs Debian's libfixbuf9")
def test_a_real_exporter_over_tcp_is_understood(home, running):
    one = running(settle(home, "segment_s = 1\n"), "tcp://127.0.0.1:0")
    exporter = Path(__file__).with_name("fixbuf_exporter.py")
    port = str(one.collector.endpoints[0].port)
    subprocess.run([sys.executable, exporter, port, "5000"], check=True, timeout=60)
    one.until(lambda c: c.streams.ended)
    counts = one.stop()
    assert (counts.decoded.refused, counts.lost_in_sequence) == ({}, 0)
    assert lake(home) == (5000, sum(100 + n for n in range(5000)))


def test_a_session_begun_in_a_former_life_lends_no_template(home, made, running):
    home = settle(home, "segment_s = 600\n")
    messages = ipfix(made)
    port = None
    for part in (messages[:1], messages[1:2]):
        one = running(Home(home.path), f"tcp://127.0.0.1:{port or 0}")
        port = one.collector.endpoints[0].port
        with connected(one, 0, None) as client:
            client.sendall(b"".join(part))
            one.until(lambda c: c.spooled >= 1)
            counts = one.stop()
    assert set(counts.decoded.refused) == {"no-template"}


def test_a_full_spool_holds_up_sessions_and_nothing_is_lost(home, made, running):
    home = settle(home, "segment_s = 600\nquota_mb = 1\n")
    one = running(home, "tcp://127.0.0.1:0")
    message = struct.pack(">HHIII", 10, 60_016, 1, 2, 3) + bytes(60_000)
    with connected(one, 0, None) as client:
        client.sendall(message * 30)
        one.until(lambda c: any(session.paused for session in c.streams.open) and c.spooled > 8)
        settle(home, "segment_s = 1\nquota_mb = 100\n")
        one.collector.reload()
        one.until(lambda c: c.spooled == 30)
    counts = one.stop()
    assert counts.refused == {}
    assert counts.datagrams == counts.spooled == 30


def test_tls_without_certificates_is_wrong_use(home):
    with pytest.raises(ConfigError, match="tls_certificate, tls_key, tls_client_ca"):
        Collector(home, CollectOptions(listen=("tls://127.0.0.1:0",))).start()


def test_a_certificate_is_renewed_by_reload(home, running, authority, server_files):
    home = reliably(home, authority, server_files)
    one = running(home, "tls://127.0.0.1:0")
    before = one.collector._receiver.streams.context
    one.collector.reload()
    one.until(lambda _: not one.collector._reload_asked)
    assert one.collector._receiver.streams.context is not before
    settle(home, 'tls_certificate = "none.pem"\ntls_key = "none"\ntls_client_ca = "none"\n')
    kept = one.collector._receiver.streams.context
    one.collector.reload()
    one.until(lambda _: not one.collector._reload_asked)
    assert one.collector._receiver.streams.context is kept


def asked(one, path):
    port = one.collector._status.listener.endpoint.port
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=LONGEST_S) as answer:
        return answer.read()


def test_the_endpoint_shows_what_the_counts_say(home, running):
    one = running(settle(home, 'metrics_listen = "127.0.0.1:0"\n'))
    one.send([b"not a flow"] * 3)
    one.until(lambda c: json.loads(asked(one, "/status.json"))["received"]["datagrams"] == 3)
    assert b"noroshi_collect_datagrams_total 3\n" in asked(one, "/metrics")
    assert b"<html" in asked(one, "/")


def test_socket_drops_are_shown_while_it_runs(home, running):
    """The receiver is held, so that the kernel's buffer must overflow."""
    one = running(settle(home, 'metrics_listen = "127.0.0.1:0"\nreceive_buffer_mb = 1\n'))
    one.collector._receiver._slots = lambda: time.sleep(0.05)
    one.send([bytes(9000)] * 600)
    counts = one.until(lambda c: c.lost_in_socket > 0)
    one.until(lambda c: json.loads(asked(one, "/status.json"))["lost"]["socket"] > 0)
    assert (counts.lost_in_spool, counts.lost_in_sequence) == (0, 0)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("softflowd") is None, reason="needs Debian's softflowd")
@pytest.mark.parametrize("version", ["5", "9", "10"])
def test_a_real_exporter_is_understood(home, made, running, version, tmp_path):
    """softflowd looks at the routers' own export traffic and tells of it."""
    one = running(home)
    port = one.collector.endpoints[0].port
    for file in made.files:
        subprocess.run(
            ["softflowd", "-r", str(file), "-v", version, "-n", f"127.0.0.1:{port}", "-d",
             "-p", str(tmp_path / "pid"), "-c", "none"],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
    one.until(lambda c: c.datagrams >= len(made.files))
    counts = one.stop()
    assert counts.decoded.refused == {}
    files = [str(file) for file in FlowLake(home.flows).files()]
    told = duckdb.execute(
        "SELECT DISTINCT exportVersion, protocolIdentifier, sourceTransportPort FROM read_parquet(?)",
        [files],
    ).fetchall()
    assert told == [(int(version), 17, 50000)]
    packets = duckdb.execute("SELECT sum(packetDeltaCount)::INT FROM read_parquet(?)", [files])
    assert packets.fetchone()[0] == len(made.payloads)
