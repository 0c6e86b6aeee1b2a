"""Simple pattern: what is simple is read, our own patterns among it; the rest is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.share.pattern import pattern
from noroshi.relay.share.simple_pattern import Refused, subject_of, subjects_of_pattern
from noroshi.spine.model import Endpoint, Subject


def values(text):
    return [one.value for one in subjects_of_pattern(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[ipv4-addr:value = '192.0.2.1']", ["192.0.2.1"]),
        ("  [ ipv4-addr:value='192.0.2.1' ] ", ["192.0.2.1"]),
        ("[ipv4-addr:value = '192.0.2.1/32']", ["192.0.2.1"]),
        ("[ipv6-addr:value = '2001:DB8:0::1']", ["2001:db8::1"]),
        ("[domain-name:value = 'C2.Example.']", ["c2.example"]),
        ("[url:value = 'http://c2.example']", ["http://c2.example/"]),
        (
            "[ipv4-addr:value = '192.0.2.1' OR domain-name:value = 'c2.example']",
            ["192.0.2.1", "c2.example"],
        ),
        (
            "[ipv4-addr:value = '192.0.2.1'] OR [ipv4-addr:value = '192.0.2.2']",
            ["192.0.2.1", "192.0.2.2"],
        ),
        (
            "[ipv4-addr:value = '192.0.2.1'] OR [ipv4-addr:value = '192.0.2.1']",
            ["192.0.2.1"],
        ),
        (
            "[ipv4-addr:value = '192.0.2.1' AND network-traffic:dst_port = 8443]",
            ["192.0.2.1:8443/tcp"],
        ),
        (
            (
                "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = "
                "'192.0.2.1' AND network-traffic:dst_port = 53 AND network-traffic:protocols[*] = 'UDP']"
            ),
            ["192.0.2.1:53/udp"],
        ),
    ],
)
def test_a_simple_pattern_is_read(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "other-pattern"),
        ("ipv4-addr:value = '192.0.2.1'", "other-pattern"),
        ("[ipv4-addr:value = '192.0.2.1'", "other-pattern"),
        ("[ipv4-addr:value = '192.0.2.1'] OR ", "other-pattern"),
        ("[ipv4-addr:value = '192.0.2.1'] AND [ipv4-addr:value = '192.0.2.2']", "other-pattern"),
        ("[ipv4-addr:value != '192.0.2.1']", "other-pattern"),
        ("[NOT ipv4-addr:value = '192.0.2.1']", "other-pattern"),
        ("[ipv4-addr:value = '192.0.2.1'] WITHIN 5 SECONDS", "other-pattern"),
        ("[ipv4-addr:value IN ('192.0.2.1')]", "other-pattern"),
        ("[file:hashes.MD5 = 'x']", "other-observable"),
        ("[domain-name:value = 'c2.example' AND ipv4-addr:value = '192.0.2.1']", "other-pattern"),
        (
            (
                "[ipv4-addr:value = '192.0.2.1' AND ipv4-addr:value = '192.0.2.2'"
                " AND network-traffic:dst_port = 1]"
            ),
            "other-pattern",
        ),
        ("[network-traffic:dst_port = 1 AND network-traffic:dst_port = 1]", "other-pattern"),
        ("[ipv4-addr:value = '192.0.2.1' AND network-traffic:dst_port = 99999]", "bad-value"),
        ("[ipv4-addr:value = '192.0.2.1' AND network-traffic:dst_port = 'x']", "bad-value"),
        ("[ipv4-addr:value = '192.0.2.999']", "bad-value"),
        ("[ipv4-addr:value = '192.0.2.0/24']", "prefix"),
        ("[url:value = 'javascript:x']", "bad-value"),
        ("[" + "ipv4-addr:value = '192.0.2.1' OR " * 400, "long-pattern"),
        ("[" + "ipv4-addr:value='192.0.2.1'OR " * 150, "other-pattern"),
        ("[ipv4-addr:value='192.0.2.1']OR" * 150, "long-pattern"),
    ],
)
def test_what_is_more_involved_is_refused_with_a_word(text, reason):
    with pytest.raises(Refused) as raised:
        subjects_of_pattern(text)
    assert raised.value.reason == reason


@given(
    st.one_of(
        st.builds(lambda address: Subject.ip(str(address)), st.ip_addresses()),
        st.builds(
            lambda address, port, transport: Subject.endpoint(
                Endpoint(str(address), port, transport)
            ),
            st.ip_addresses(),
            st.integers(0, 65535),
            st.sampled_from(["tcp", "udp"]),
        ),
        st.sampled_from([Subject.domain("c2.example"), Subject.url("http://c2.example/it's\\x")]),
    )
)
def test_our_own_patterns_come_back(subject):
    assert subjects_of_pattern(pattern(subject)) == (subject,)


@given(st.text(alphabet="[]()'\\ =ANDORipv4-addr:value192.", max_size=120))
def test_any_text_is_read_or_refused(text):
    try:
        found = subjects_of_pattern(text)
    except Refused as error:
        found = (error.reason,)
    assert found


def test_an_observable_of_another_type_is_refused():
    with pytest.raises(Refused, match="other-observable"):
        subject_of("file", "x")
