import pytest

from noroshi.c2.analyse.closeup import background_gaps, contacts_of
from noroshi.spine.model import Endpoint
from noroshi.testing import flow


@pytest.fixture
def closeup(engine, looked):
    """Asks about an endpoint after an analysis of ten contacts of two clients."""
    rows = [
        flow(f"100.64.0.{c}:50000", "192.0.2.1:4444/tcp", at_s=60 * n + c, lasts_s=2.5)
        for c in (1, 2)
        for n in range(10)
    ]
    outside = flow("192.0.2.1:50000", "100.64.0.1:4444/tcp", subscriberSide=2)
    looked([*rows, outside], "beats")
    return lambda endpoint: contacts_of(engine, endpoint)


def test_contacts_come_oldest_first_with_their_sizes(closeup):
    table = closeup(Endpoint("192.0.2.1", 4444, "tcp"))
    assert table.num_rows == 20
    assert table["start_ms"].to_pylist() == sorted(table["start_ms"].to_pylist())
    assert set(table["client"].to_pylist()) == {0, 1}
    first = table.slice(0, 1).to_pylist()[0]
    assert (first["duration_s"], first["up_octets"], first["down_octets"]) == (2.5, 400, 600)


@pytest.mark.parametrize(
    "endpoint",
    [
        Endpoint("192.0.2.1", 4444, "udp"),
        Endpoint("192.0.2.1", 443, "tcp"),
        Endpoint("2001:db8::1", 4444, "tcp"),
        Endpoint("192.0.2.1", 4444, "253"),
    ],
)
def test_another_endpoint_has_no_contacts(closeup, endpoint):
    assert closeup(endpoint).num_rows == 0


def test_the_background_counts_the_gaps_of_watched_channels(closeup, engine):
    (gap,) = background_gaps(engine).to_pylist()
    assert gap["gaps"] == 18
    assert gap["gap_s"] == pytest.approx(60, rel=0.1)
