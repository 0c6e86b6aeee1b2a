"""The steps over whole tables: nothing is lost, and what each marks is what was done."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.testing import flow
from noroshi.testing.strategies import endpoints, flow_tables

SYN = 2
COUNTS = st.tuples(st.integers(0, 2**32), st.integers(0, 2**20))

conversations = st.builds(
    flow,
    endpoints(subscribers=True),
    st.builds("{}/{}".format, endpoints(subscribers=False), st.sampled_from(["tcp", "udp", "icmp"])),
    at_s=st.floats(0, 3600),
    sent=COUNTS,
    answered=st.none() | COUNTS,
    subscriberSide=st.integers(0, 3),
    tcpControlBits=st.none() | st.integers(0, 255),
)  # fmt: skip


def ask(client, server, **more):
    return flow(f"100.64.0.{client}:{more.pop('port', 50000)}", server, **more)


def syn(client, server, **more):
    return ask(client, server, answered=None, sent=(40, 1), tcpControlBits=SYN, **more)


def scan(client, hosts, port=23, **more):
    return [syn(client, f"198.51.100.{n}:{port}/tcp", at_s=n, **more) for n in range(1, hosts + 1)]


@settings(max_examples=20, deadline=None)
@given(st.lists(conversations, min_size=1, max_size=12))
def test_channels_hold_every_record_and_octet(looked, rows):
    channels = looked(rows, "channels")
    octets = sum(r["octetDeltaCount"] + (r["reverseOctetDeltaCount"] or 0) for r in rows)
    assert sum(c["records"] for c in channels) == len(rows)
    assert sum(c["up_octets"] + c["down_octets"] for c in channels) == octets
    assert all(c["answered"] <= c["records"] >= c["asked"] for c in channels)


@settings(max_examples=8, deadline=None)
@given(st.lists(conversations, min_size=1, max_size=12))
def test_every_outward_channel_is_an_edge_and_every_edge_counts_for_one_server(looked, rows):
    servers = looked(rows, "servers")
    channels, edges = looked(rows, "channels"), looked(rows, "edges")
    outward = [c for c in channels if c["outward"]]
    assert len(edges) == len(outward)
    assert sum(e["asked"] for e in edges) == sum(c["asked"] for c in outward)
    assert sum(s["clients"] for s in servers) == len(edges)
    assert sum(s["contacts"] for s in servers) == sum(e["contacts"] for e in edges)
    assert {s["server"] for s in servers} == set(range(len(servers)))


@settings(max_examples=6, deadline=None)
@given(flow_tables(max_size=8))
def test_no_table_that_the_columns_allow_stops_a_step(looked, table):
    assert isinstance(looked(table, "beats"), list)


def test_the_presence_bitmap_holds_the_whole_window(looked):
    rows = [ask(1, "192.0.2.1:443/tcp", at_s=n * 60, lasts_s=0) for n in range(200)]
    (channel,) = looked(rows, "channels")
    assert channel["slots"] == 2**63 - 1


def test_a_sweep_of_one_port_is_a_scan_and_its_touches_are_probes(looked):
    rows = [*scan(1, 20), ask(1, "192.0.2.1:443/tcp"), ask(2, "198.51.100.1:23/tcp")]
    edges = looked(rows, "edges")
    marked = {(e["cli"], e["srv_port"]) for e in edges if e["scanning"]}
    assert marked == {("100.64.0.1", 23)}
    (both,) = [s for s in looked(rows, "servers") if s["srv"] == "198.51.100.1"]
    assert (both["clients"], both["scan_clients"]) == (2, 1)


def test_a_symptom_of_a_scan_counts_its_widest_port(looked):
    (client,) = looked([*scan(1, 20), *scan(1, 3, port=80)], "clients")
    assert (client["scanned"], client["silent"]) == (20, 23)


def test_a_port_that_mostly_answers_is_no_scan(looked):
    rows = [*scan(1, 9), *(ask(1, f"198.51.100.{n}:23/tcp") for n in range(101, 121))]
    (client,) = looked(rows, "clients")
    assert client["scanned"] == 0


def test_unanswered_udp_is_silent_only_where_answers_are_exported(looked):
    quiet = [ask(1, f"198.51.100.{n}:9999/udp", answered=None) for n in range(1, 21)]
    assert looked([*quiet, ask(1, "192.0.2.53:53/udp")], "clients")[0]["scanned"] == 20
    blind = [*quiet, ask(1, "192.0.2.53:53/udp", answered=None)]
    assert looked(blind, "clients")[0]["scanned"] == 0


def test_siblings_share_client_port_and_network(looked):
    near = [ask(1, f"192.0.2.{n}:443/tcp") for n in range(1, 6)]
    near_v6 = [ask(1, f"[2001:db8:1:1::{n}]:443/tcp") for n in range(1, 4)]
    apart = [
        ask(1, "192.0.2.9:80/tcp"),
        ask(1, "203.0.113.9:443/tcp"),
        ask(2, "192.0.2.1:443/tcp"),
        ask(1, "[2001:db8:1:2::1]:443/tcp"),
    ]
    edges = looked([*near, *near_v6, *apart], "edges")
    by_size = Counter(e["siblings"] for e in edges)
    assert by_size == {5: 5, 4: 4, 1: 3}  # over IPv6 a /48 is one network


def test_odd_peers_leave_out_every_port_of_the_server_itself(looked):
    odd = [ask(1, f"203.0.113.{n}:{7300 + n}/tcp") for n in range(1, 4)]
    rows = [*odd, ask(1, "203.0.113.1:7999/tcp"), ask(1, "192.0.2.1:443/tcp")]
    others = {(e["srv"], e["srv_port"]): e["other_odd_peers"] for e in looked(rows, "edges")}
    assert set(others.values()) == {2, 3, 4}
    assert others["203.0.113.1", 7301] == others["203.0.113.1", 7999] == 2
    assert others["203.0.113.2", 7302] == 3
    assert others["192.0.2.1", 443] == 4


def test_replies_alone_count_as_contacts(looked):
    rows = [
        flow("192.0.2.1:443", "100.64.0.1:50000/tcp", at_s=n, answered=None, subscriberSide=2)
        for n in range(4)
    ]
    (edge,) = looked(rows, "edges")
    assert (edge["asked"], edge["contacts"]) == (0, 4)


def test_pieces_over_one_client_port_are_one_session(looked):
    pieces = [ask(1, "192.0.2.1:6667/tcp", at_s=180 * n, lasts_s=179) for n in range(3)]
    apart = [ask(2, "192.0.2.1:6667/tcp", port=50000 + n, at_s=180 * n, lasts_s=9) for n in range(3)]  # fmt: skip
    sessions = {e["cli"]: e["session_ms"] for e in looked([*pieces, *apart], "edges")}
    assert sessions == {"100.64.0.1": 539_000, "100.64.0.2": 9_000}


def test_the_network_tells_how_much_of_the_answers_it_sees(looked):
    rows = [
        ask(1, "192.0.2.1:443/tcp"),
        ask(2, "192.0.2.2:443/tcp", answered=(0, 0)),
        ask(3, "192.0.2.53:53/udp", answered=None, samplingInterval=100),
        flow("203.0.113.9:50000", "100.64.0.9:22/tcp", subscriberSide=2),
    ]
    (network,) = looked(rows, "network")
    assert (network["subscribers"], network["sampling"]) == (3, 100)
    assert (network["tcp_answers_seen"], network["udp_answers_seen"]) == (0.5, 0.0)


def test_one_way_records_without_flags_show_no_answers(looked):
    rows = [ask(n, "192.0.2.1:443/tcp", answered=None) for n in range(1, 5)]
    (network,) = looked(rows, "network")
    assert network["tcp_answers_seen"] == 0.0


def test_an_empty_network_claims_nothing(looked):
    (network,) = looked([], "network")
    assert network["subscribers"] == 0
    assert network["tcp_answers_seen"] == 1.0


def test_members_of_swarms_make_no_port_popular(looked):
    swarm = [ask(1, f"203.0.113.{n}:{7300 + n}/tcp") for n in range(1, 31)]
    (port,) = looked([*swarm, ask(2, "192.0.2.1:7301/tcp")], "popular_ports")
    assert (port["srv_port"], port["servers"], port["clients"]) == (7301, 1, 1)


def test_who_asks_subscribers_itself_is_a_caller(looked):
    called = [
        flow("203.0.113.9:50000", f"100.64.0.{n}:22/tcp", subscriberSide=2) for n in range(2, 6)
    ]
    (server,) = looked([ask(1, "203.0.113.9:9999/tcp"), *called], "servers")
    assert server["called"] == 4


def test_suspects_are_spoken_with_or_asked_again_by_few(looked):
    rows = [
        ask(1, "192.0.2.1:443/tcp"),
        *(ask(n, "192.0.2.2:443/tcp") for n in range(1, 5)),
        *(syn(1, "192.0.2.3:8443/tcp", port=50000 + n, at_s=n) for n in range(4)),
        syn(1, "192.0.2.4:8443/tcp"),
        ask(1, "192.0.2.5:0/icmp"),
        *scan(2, 12),
    ]
    suspects = looked(rows, "suspects", crowd=3)
    assert {s["srv"] for s in suspects} == {"192.0.2.1", "192.0.2.3"}


def test_links_mark_the_probes_of_scans(looked):
    rows = [*scan(1, 20), ask(2, "198.51.100.1:23/tcp")]
    links = looked(rows, "links")
    assert Counter(link["probe"] for link in links) == {True: 1, False: 1}


def test_only_the_twelve_busiest_clients_are_watched(looked):
    rows = [
        ask(client, "192.0.2.1:4444/tcp", at_s=10 * n)
        for client in range(1, 16)
        for n in range(6 + client)
    ]
    watched = looked(rows, "watched")
    assert {w["cli"] for w in watched} == {f"100.64.0.{n}" for n in range(4, 16)}


def test_a_contact_seen_in_both_directions_is_one_visit(looked):
    rows = [
        row
        for n in range(8)
        for row in (
            ask(1, "192.0.2.1:443/tcp", port=50000 + n, at_s=60 * n, answered=None),
            flow("192.0.2.1:443", f"100.64.0.1:{50000 + n}/tcp", at_s=60 * n + 0.1, answered=None, subscriberSide=2),
        )
    ]  # fmt: skip
    assert len(looked(rows, "visits")) == 8
