"""Step `turned`: who asks and who serves, and what went up and down."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.testing import flow, flow_table, flow_window

SUBSCRIBER = "100.64.0.1"
OUTSIDE = "192.0.2.1"
SYN, RST, ACK, PUSH, FIN = 2, 4, 16, 8, 1


def upward(port=50000, server_port=50001, proto="tcp", **more):
    """From the subscriber to the outside; ports that tell nothing, one direction only."""
    given = {"answered": None, "subscriberSide": 1} | more
    return flow(f"{SUBSCRIBER}:{port}", f"{OUTSIDE}:{server_port}/{proto}", **given)


def downward(port=50000, server_port=50001, proto="tcp", **more):
    """From the outside to the subscriber."""
    given = {"answered": None, "subscriberSide": 2} | more
    return flow(f"{OUTSIDE}:{server_port}", f"{SUBSCRIBER}:{port}/{proto}", **given)


@pytest.fixture
def turned(looked):
    """The one row of the step for one row of flows."""

    def turn(row):
        (only,) = looked([row], "turned")
        return only

    return turn


def test_a_lone_syn_comes_from_the_client_whatever_the_ports(turned):
    row = turned(upward(443, 50001, tcpControlBits=SYN))
    assert (row["cli"], row["srv"], row["srv_port"]) == (SUBSCRIBER, OUTSIDE, 50001)
    assert row["outward"]
    assert row["unfinished"]


def test_a_syn_in_a_stitched_record_tells_the_client(turned):
    flags = SYN | ACK | PUSH | FIN
    row = turned(upward(443, 50001, answered=(600, 5), tcpControlBits=flags))
    assert (row["srv"], row["srv_port"]) == (OUTSIDE, 50001)
    assert not row["unfinished"]


def test_a_refusal_comes_from_the_server_and_is_no_answer(turned):
    row = turned(downward(50000, 50001, sent=(40, 1), tcpControlBits=RST | ACK, subscriberSide=0))
    assert (row["srv"], row["srv_port"]) == (OUTSIDE, 50001)
    assert not row["answered"]


def test_a_reset_after_a_long_talk_is_no_refusal(turned):
    assert turned(downward(50000, 443, sent=(9000, 12), tcpControlBits=RST | ACK))["answered"]


@pytest.mark.parametrize(("server_port", "client_port"), [(443, 8080), (4444, 40000), (80, 1026)])
def test_the_better_known_port_serves(turned, server_port, client_port):
    row = turned(downward(client_port, server_port))
    assert (row["srv"], row["srv_port"], row["cli_port"]) == (OUTSIDE, server_port, client_port)
    assert row["outward"]


def test_between_equal_ports_the_stitching_tool_is_believed(turned):
    row = turned(downward(50000, 50001, answered=(600, 5)))
    assert (row["cli"], row["srv"]) == (OUTSIDE, SUBSCRIBER)
    assert not row["outward"]


@pytest.mark.parametrize("row", [upward(), downward()])
def test_at_last_the_far_end_of_a_subscriber_serves(turned, row):
    assert turned(row)["srv"] == OUTSIDE


@pytest.mark.parametrize(("ports", "server_port"), [((50000, 40000), 40000), ((40000, 50000), 40000)])  # fmt: skip
def test_without_subscribers_the_lower_port_serves(turned, ports, server_port):
    assert turned(upward(*ports, subscriberSide=0))["srv_port"] == server_port


@pytest.mark.parametrize(
    ("row", "outward"),
    [
        (upward(50000, 443), True),
        (downward(50000, 443), True),
        (upward(443, 50001), False),
        (downward(443, 50001), False),
        (upward(50000, 443, subscriberSide=3), False),
        (upward(50000, 443, subscriberSide=0), True),
    ],
)
def test_only_what_a_subscriber_asks_of_the_outside_is_outward(turned, row, outward):
    assert turned(row)["outward"] is outward


def test_what_a_subscriber_serves_is_counted_from_the_askers_end(turned):
    row = turned(upward(443, 50001, sent=(9000, 9), answered=None))
    assert (row["cli"], row["srv"]) == (OUTSIDE, SUBSCRIBER)
    assert (row["up_octets"], row["down_octets"], row["down_packets"]) == (0, 9000, 9)


def test_packets_of_both_directions_together_are_halved(turned):
    row = turned(upward(50000, 443, sent=(400, 10), answered=(600, None)))
    assert (row["up_packets"], row["down_packets"]) == (5, 5)
    assert (row["up_octets"], row["down_octets"]) == (400, 600)


def test_packets_of_an_unanswered_argus_row_all_went_up(turned):
    row = turned(upward(50000, 443, sent=(400, 10), answered=(0, None)))
    assert (row["up_packets"], row["down_packets"], row["answered"]) == (10, 0, False)


@pytest.mark.parametrize(
    ("row", "answered"),
    [
        (upward(50000, 443, tcpControlBits=SYN), False),
        (upward(50000, 443, tcpControlBits=SYN | ACK | PUSH), True),
        (upward(50000, 53, "udp"), False),
        (upward(50000, 53, "udp", answered=(90, 1)), True),
        (upward(50000, 53, "udp", answered=(0, 0)), False),
        (upward(50000, 443, answered=(40, 1), tcpControlBits=SYN, reverseTcpControlBits=RST | ACK), False),
    ],
)  # fmt: skip
def test_an_answer_is_known_from_either_direction(turned, row, answered):
    assert turned(row)["answered"] is answered


def test_rows_that_begin_outside_the_window_are_not_read(looked):
    rows = [upward(50000 + n, 443, at_s=60 * n) for n in range(4)]
    whole = flow_window(flow_table(rows))
    minute = timedelta(minutes=1)
    inner = type(whole)(whole.start + minute, whole.start + 3 * minute)
    assert {row["cli_port"] for row in looked(rows, "turned", window=inner)} == {50001, 50002}


@settings(max_examples=30, deadline=None)
@given(
    client_port=st.integers(49152, 65535),
    server_port=st.integers(1, 65535),
    proto=st.sampled_from(["tcp", "udp"]),
)
def test_both_halves_of_a_conversation_land_in_one_channel(looked, client_port, server_port, proto):
    halves = [
        upward(client_port, server_port, proto),
        downward(client_port, server_port, proto, at_s=0.1),
    ]
    (channel,) = looked(halves, "channels")
    assert (channel["cli"], channel["srv"], channel["srv_port"]) == (SUBSCRIBER, OUTSIDE, server_port)  # fmt: skip
    assert (channel["records"], channel["asked"]) == (2, 1)
