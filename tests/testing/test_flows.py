"""Flow tables from compact rows."""

from datetime import UTC, datetime, timedelta

import pytest

from noroshi.testing import FLOW_SCHEMA, flow, flow_table, flow_window, shifted


def test_a_row_keeps_ends_times_and_counters() -> None:
    row = flow_table(
        [flow("100.64.0.1:50000", "192.0.2.1:443/tcp", at_s=60, lasts_s=1.5, sent=(10, 2))]
    ).to_pylist()[0]
    assert row["flowStartMilliseconds"].isoformat() == "2026-01-05T00:01:00"
    assert row["flowEndMilliseconds"] - row["flowStartMilliseconds"] == timedelta(seconds=1.5)
    assert (row["sourceTransportPort"], row["destinationTransportPort"]) == (50000, 443)
    assert (row["octetDeltaCount"], row["packetDeltaCount"]) == (10, 2)
    assert (row["ipVersion"], row["protocolIdentifier"]) == (4, 6)


def test_ipv4_addresses_are_mapped_into_two_signed_halves() -> None:
    row = flow_table([flow("255.255.255.255:1", "192.0.2.1:443/udp")]).to_pylist()[0]
    assert (row["sourceAddressHi"], row["sourceAddressLo"]) == (0, 0xFFFF_FFFF_FFFF)
    assert row["destinationAddressLo"] == 0xFFFF_C000_0201


def test_ipv6_halves_above_the_sign_bit_are_negative() -> None:
    row = flow_table([flow("[2001:db8::1]:1", "[ff02::8000:0:0:1]:2/udp")]).to_pylist()[0]
    assert row["ipVersion"] == 6
    assert row["destinationAddressHi"] == (0xFF02 << 48) - 2**64
    assert row["destinationAddressLo"] == -(2**63) + 1


def test_a_flow_without_answer_is_unidirectional() -> None:
    row = flow_table([flow("100.64.0.1:1", "192.0.2.1:2/udp", answered=None)]).to_pylist()[0]
    assert row["reverseOctetDeltaCount"] is None
    assert row["reversePacketDeltaCount"] is None


def test_any_column_can_be_set_by_name() -> None:
    table = flow_table([flow("100.64.0.1:1", "192.0.2.1:2/udp", samplingInterval=1000, vlanId=7)])
    assert table["samplingInterval"].to_pylist() == [1000]
    assert table["vlanId"].to_pylist() == [7]


def test_an_unknown_column_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no column colour"):
        flow_table([flow("100.64.0.1:1", "192.0.2.1:2/udp", colour=1)])


def test_a_missing_required_column_is_refused_by_name() -> None:
    row = flow("100.64.0.1:1", "192.0.2.1:2/udp")
    del row["octetDeltaCount"]
    with pytest.raises(ValueError, match="octetDeltaCount"):
        flow_table([row])


def test_no_rows_still_have_the_schema() -> None:
    assert flow_table([]).schema == FLOW_SCHEMA


def test_the_window_holds_every_flow() -> None:
    window = flow_window(
        flow_table([flow("100.64.0.1:1", "192.0.2.1:2/udp", at_s=at) for at in (50, 0, 99)])
    )
    assert window.start == datetime(2026, 1, 5, tzinfo=UTC)
    assert window.duration_s == pytest.approx(100.001)


def test_the_window_of_nothing_is_one_millisecond() -> None:
    assert flow_window(flow_table([])).duration_s == pytest.approx(0.001)


def test_shifting_moves_times_and_nothing_else() -> None:
    table = flow_table([flow("100.64.0.1:1", "192.0.2.1:2/udp")])
    moved = shifted(table, timedelta(days=1))
    times = ["flowStartMilliseconds", "flowEndMilliseconds", "collectionTimeMilliseconds"]
    assert moved.drop_columns(times) == table.drop_columns(times)
    assert moved.schema == table.schema
    assert str(moved["flowStartMilliseconds"][0]) == "2026-01-06 00:00:00"
    assert moved["collectionTimeMilliseconds"].to_pylist() == [None]
