import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

COUNTS = st.lists(st.integers(0, 10**9), min_size=2, max_size=4)
SILENT = {"answered": 0, "down_octets": 0, "down_packets": 0}


@settings(max_examples=25, deadline=None)
@given(COUNTS)
def test_more_of_each_never_says_less(rises, counts):
    assert rises("c2.dialogue", "down_packets", counts)
    assert rises("c2.retries", "contacts_typical", counts, **SILENT)
    assert rises("c2.upload", "up_octets", counts)
    assert rises("c2.download", "down_octets", counts)
    assert rises("c2.long-session", "session_typical_ms", counts)


@pytest.mark.parametrize(("up", "down", "strength_"), [(45, 45, 0), (720, 720, 1), (7200, 7200, 1)])
def test_dialogue_runs_from_a_handshake_to_a_talk(strength, up, down, strength_):
    assert strength("c2.dialogue", up_packets=up, down_packets=down) == strength_


def test_who_never_answers_does_not_speak(strength):
    assert strength("c2.dialogue", **SILENT) == 0
    assert strength("c2.long-session", session_typical_ms=3e6, **SILENT) == 0
    assert strength("c2.upload", **SILENT) == 0


@pytest.mark.parametrize(("contacts", "silent", "retries"), [(1, 1, 0), (9, 1, 0), (10, 0, 1 / 3), (1000, 0, 1)])  # fmt: skip
def test_few_tries_are_silence_and_many_are_a_habit(strength, contacts, silent, retries):
    given = {"contacts_typical": contacts, **SILENT}
    assert strength("c2.silent", **given) == silent
    assert strength("c2.retries", **given) == pytest.approx(retries)


def test_of_sampled_tries_two_are_a_habit(strength):
    given = {"contacts_typical": 2, **SILENT}
    assert strength("c2.retries", {"sampling": 100}, **given) > 0
    assert strength("c2.silent", {"sampling": 100}, **given) == 0


def test_without_answers_in_the_export_nobody_is_silent(strength):
    blind = {"tcp_answers_seen": 0.0}
    assert strength("c2.silent", blind, contacts_typical=1, **SILENT) == 0
    assert strength("c2.retries", blind, contacts_typical=900, **SILENT) == 0


def test_members_of_swarms_retry_by_nature(strength):
    given = {"contacts_typical": 900, "srv_port": 4444, **SILENT}
    assert strength("c2.retries", **given, odd_peers=80) < strength("c2.retries", **given) / 5


BACKSCATTER = {"up_packets": 0, "up_octets": 0, "contacts_most": 3}


def test_answers_to_nobody_are_backscatter(strength):
    assert strength("c2.one-way", **BACKSCATTER) == 1


@pytest.mark.parametrize(
    ("network", "change"),
    [({}, {"up_packets": 150}), ({}, {"contacts_most": 20}), ({"replies_seen": 0.1}, {}), ({}, {"answered": 0})],
)  # fmt: skip
def test_a_half_export_is_no_backscatter(strength, network, change):
    assert strength("c2.one-way", network, **BACKSCATTER | change) == 0


def test_a_slow_long_session_tells_and_a_fast_one_does_not(strength):
    assert strength("c2.long-session", session_typical_ms=3e6) == 1
    assert strength("c2.long-session", session_typical_ms=3e6, down_octets=1e12) == 0
    assert strength("c2.long-session", session_typical_ms=-5) == 0


FLOODED = {"contacts": 9e5, "contacts_most": 5e5, "contacts_typical": 4e5, "first_ms": 0, "end_ms": 3.6e6}  # fmt: skip


def test_hundreds_of_contacts_at_once_are_a_flood(strength):
    assert strength("c2.flood", **FLOODED) == 1
    assert strength("c2.flood", **FLOODED | {"contacts_typical": 299}) == 0
    assert strength("c2.flood", **FLOODED | {"end_ms": 3.6e9}) == 0


def test_a_stream_without_answer_is_a_flood(strength):
    stream = {"contacts": 1, "up_packets": 1e6, "up_octets": 6e7, "down_octets": 0, "session_typical_ms": 1e6}  # fmt: skip
    assert strength("c2.flood", **stream) == 1
    assert strength("c2.flood", {"replies_seen": 0.0}, **stream) == 0
    assert strength("c2.flood", **stream | {"down_octets": 6e7}) == 0


def test_a_large_fetch_is_a_content_service(strength):
    assert strength("c2.download", contacts=1, down_octets=1e9) == 1.5
    assert strength("c2.download", contacts=1, down_octets=1e4) == 0
