"""Prefixes: columns of text read as `ipaddress` reads them, one at a time."""

from ipaddress import ip_network

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.rpki.prefixes import Fault, parse_prefix, parse_prefixes

networks = st.one_of(
    st.tuples(st.ip_addresses(v=4), st.integers(0, 32)),
    st.tuples(st.ip_addresses(v=6), st.integers(0, 128)),
).map(lambda pair: ip_network(f"{pair[0]}/{pair[1]}", strict=False))


@st.composite
def mangled(draw):
    """A prefix with some characters put in, taken out or changed."""
    text = list(str(draw(networks)))
    for _ in range(draw(st.integers(1, 2))):
        at, size = draw(st.integers(0, len(text))), draw(st.integers(0, 1))
        text[at : at + size] = draw(st.text("0123456789af.:/?>", max_size=1))
    return "".join(text)


near = st.text("0123456789abcdefABCDEF.:/ ", max_size=24)


def parsed(*texts):
    return parse_prefixes(pa.array(texts, pa.string()))


@given(st.lists(networks, max_size=20))
def test_every_prefix_reads_back(wanted):
    found, fault = parsed(*map(str, wanted))
    assert not fault.any()
    assert [found.text(row) for row in range(len(found))] == [str(one) for one in wanted]


@given(networks.filter(lambda network: network.version == 6))
def test_long_forms_of_ipv6_read_the_same(network):
    long = f"{network.exploded.upper()}"
    found, _ = parsed(long)
    assert found.text(0) == str(network)


@given(st.lists(st.one_of(st.text(max_size=30), near, mangled(), networks.map(str)), max_size=8))
def test_a_column_reads_as_its_texts_one_by_one(texts):
    found, fault = parsed(*texts)
    for row, text in enumerate(texts):
        alone = parse_prefix(text)
        assert (fault[row] == Fault.NO_PREFIX) == (alone is None)
        if alone is not None:
            number = int(found.hi[row]) << 64 | int(found.lo[row])
            assert (number, found.length[row], found.is_v6[row]) == alone


@given(near)
def test_what_is_accepted_is_a_network_for_others_too(text):
    found, fault = parsed(text)
    if fault[0] == Fault.NONE:
        assert found.text(0) == str(ip_network(text.strip()))


@pytest.mark.parametrize(
    "text",
    [
        "", "192.0.2.0", "192.0.2.0/", "192.0.2.0/33", "192.0.2.0/024", "192.0.02.0/24", "192.0.2.0/255.255.255.0",
        "192.0.2/24", "192.0.2.256/32", "2001:db8::/129", ":::/0", ":/0", "7a33:/5", ":1/128", "1.2.3.4.5/8", "1.2.3/4", "1?2.0.0.0/8", "1::2::/64", "fe80::1%eth0/128", "1:2:3:4:5:6:7:8:9/64",
        "192.0.2.0/²4", "example/24",
    ],
)  # fmt: skip
def test_what_is_no_prefix_is_refused(text):
    _, fault = parsed("192.0.2.0/24", text, "2001:db8::/32")
    assert fault.tolist() == [Fault.NONE, Fault.NO_PREFIX, Fault.NONE]


@pytest.mark.parametrize("text", ["192.0.2.1/24", "2001:db8::1/64", "2001:db8:8000::/32"])
def test_bits_behind_the_prefix_are_a_fault(text):
    assert parsed(text)[1].tolist() == [Fault.HOST_BITS]


def test_rare_forms_are_read_too():
    found, fault = parsed(" 192.0.2.0/24 ", "::ffff:192.0.2.0/120")
    assert not fault.any()
    assert [found.text(0), found.text(1)] == ["192.0.2.0/24", "::ffff:c000:200/120"]


def test_an_empty_column_gives_no_rows():
    assert len(parsed()[0]) == 0
