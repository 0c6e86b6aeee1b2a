"""BIRD: answers of BIRD 2.0.12, short and whole; hostile lines cost little."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.rpki.sense.bird import columns_of_bird, is_bird

SHORT = b"""BIRD 2.0.12 ready.
Table master4:
198.51.100.0/24      unreachable [p1 16:29:49.182 from 127.0.0.1] * (100) [AS64500i]
                     unicast [p2 16:29:49.182] (100) [AS64505?]
\tvia 192.0.2.1 on eth0
192.0.2.0/24         unreachable [p1 16:29:49.182 from 127.0.0.1] * (100) [AS64502i]
198.51.100.128/25    blackhole [s4 16:29:43.163] * (200)
203.0.113.0/24       unreachable [p1 16:29:49.182 from 127.0.0.1] * (100) [i]
Table master6:
2001:db8::/32        unreachable [p1 16:29:49.182] * (100) [AS64503e]
"""
WHOLE = b"""Table master4:
198.51.100.0/24      unreachable [p1 16:29:49.182 from 127.0.0.1] * (100) [AS64500i]
\tType: BGP univ
\tBGP.origin: IGP
\tBGP.as_path: 64500 {64501 64502}
\tBGP.next_hop: 127.0.0.1
192.0.2.0/24         unreachable [p1 16:29:49.182 from 127.0.0.1] * (100) [AS64502i]
\tBGP.as_path: broken
"""


def routes(octets):
    refused = Counter()
    prefix, origin = columns_of_bird(octets, refused)
    return list(zip(prefix.to_pylist(), origin.to_pylist(), strict=True)), dict(refused)


def test_every_bgp_route_is_read_and_others_are_passed_over():
    assert routes(SHORT) == (
        [
            ("198.51.100.0/24", "64500"),
            ("198.51.100.0/24", "64505"),
            ("192.0.2.0/24", "64502"),
            ("203.0.113.0/24", ""),
            ("2001:db8::/32", "64503"),
        ],
        {},
    )


def test_the_whole_path_wins_over_the_short_form():
    assert routes(WHOLE) == ([("198.51.100.0/24", "{64501,64502}")], {"bad-path": 1})


def test_answers_are_recognised():
    assert is_bird(SHORT)
    assert is_bird(WHOLE)
    assert not is_bird(b"prefix,origin\n")


def test_a_long_line_is_counted_and_left_out():
    assert routes(b"Table x:\n" + b"[" * 70_000 + b"\n" + SHORT)[1] == {"line-too-long": 1}


@given(st.text("[] \tAS019./:i*()\n", max_size=200))
def test_any_text_gives_routes_or_none(text):
    found, _ = routes(text.encode())
    assert len(set(found)) == len(found)
