"""Attribution: prefixes over AS numbers, long over short, disputes to nobody."""

from datetime import UTC, datetime
from ipaddress import ip_address, ip_network

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.analyse.attribution import Attribution, Claim
from noroshi.spine.flows.address import parse_addresses
from noroshi.spine.flows.as_table import read_as_table
from noroshi.spine.model import MemberRole, Operator


def operator(name, *, asns=(), prefixes=()):
    return Operator(
        id=name, name=name, role=MemberRole.SHARING, joined_at=datetime(2026, 1, 1, tzinfo=UTC),
        asns=asns, prefixes=prefixes,
    )  # fmt: skip


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("as") / "asn.csv"
    path.write_text(
        "198.51.100.0,198.51.100.255,64500,Net A\n203.0.113.0,203.0.113.255,64501,Net B\n"
        "2001:db8::,2001:db8::ffff,64500,Net A\n"
    )
    return read_as_table(path)


def told(attribution, *texts):
    addresses, _ = parse_addresses(pa.array(texts))
    operators = (attribution.operator_at(at) for at in attribution.places_of(addresses).tolist())
    return [one.id if one else None for one in operators]


def test_a_prefix_is_stronger_than_the_as_number_and_a_long_one_than_a_short(table):
    attribution = Attribution(
        table,
        [
            operator("carrier", asns=(64500,)),
            operator("reseller", prefixes=("198.51.100.128/25",)),
            operator("virtual", prefixes=("198.51.100.192/26", "2001:db8::10/124")),
        ],
    )
    asked = ["198.51.100.1", "198.51.100.129", "198.51.100.193", "203.0.113.1", "2001:db8::1", "2001:db8::1f"]  # fmt: skip
    assert told(attribution, *asked) == ["carrier", "reseller", "virtual", None, "carrier", "virtual"]  # fmt: skip
    addresses, _ = parse_addresses(pa.array(asked))
    assert attribution.systems_of(addresses).tolist() == [64500, 64500, 64500, 64501, 64500, 64500]
    assert attribution.name_of(64501) == "Net B"


def test_what_two_claim_is_given_to_neither_and_told(table):
    attribution = Attribution(
        table,
        [
            operator("one", asns=(64500,), prefixes=("203.0.113.0/25",)),
            operator("two", asns=(64500,), prefixes=("203.0.113.0/25", "203.0.113.0/26")),
        ],
    )
    assert told(attribution, "198.51.100.1", "203.0.113.1", "203.0.113.100") == [None, "two", None]
    assert attribution.disputed == (
        Claim("AS64500", ("one", "two")),
        Claim("203.0.113.0/25", ("one", "two")),
    )


def test_without_a_table_prefixes_still_speak():
    attribution = Attribution(None, [operator("one", asns=(64500,), prefixes=("192.0.2.0/24",))])
    addresses, _ = parse_addresses(pa.array(["192.0.2.1"]))
    assert told(attribution, "192.0.2.1", "198.51.100.1") == ["one", None]
    assert attribution.systems_of(addresses).tolist() == [0]
    assert attribution.name_of(64500) == ""


@given(
    prefixes=st.lists(
        st.tuples(st.integers(0, 255), st.integers(24, 32)).map(
            lambda p: str(ip_network((int(ip_address("192.0.2.0")) + p[0], p[1]), strict=False))
        ),
        max_size=12,
        unique=True,
    )
)
def test_the_longest_prefix_wins_as_a_look_at_each_says(prefixes):
    attribution = Attribution(
        None, [operator(f"o{i}", prefixes=(p,)) for i, p in enumerate(prefixes)]
    )
    texts = [f"192.0.2.{n}" for n in range(256)]
    truth = []
    for text in texts:
        inside = [p for p in prefixes if ip_address(text) in ip_network(p)]
        longest = max(inside, key=lambda p: ip_network(p).prefixlen, default=None)
        truth.append(None if longest is None else f"o{prefixes.index(longest)}")
    assert told(attribution, *texts) == truth
