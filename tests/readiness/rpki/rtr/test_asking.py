"""Asking: what a cache serves is what is read back; whatever else it says is a refusal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.readiness.rpki.rtr import asking as module
from noroshi.readiness.rpki.rtr.answering import Answering
from noroshi.readiness.rpki.rtr.asking import Asking
from noroshi.readiness.rpki.rtr.history import History
from noroshi.readiness.rpki.rtr.payloads import Payloads
from noroshi.readiness.rpki.rtr.pdu import (
    Code,
    Kind,
    Timing,
    end_of_data,
    error_report,
    head,
    with_serial,
)
from noroshi.spine.model import InputError

ROWS = [("192.0.2.0/24", 25, 64500), ("2001:db8::/32", 48, 4294967295), ("0.0.0.0/0", 0, 0)]


@pytest.mark.parametrize("version", [0, 1, 2])
def test_what_is_served_is_read_back(rpki, version):
    history = History(7, 3)
    history.update(Payloads.of(rpki.vrps(ROWS), {1: (2, 3)}))
    asking = Asking(version)
    for chunk in Answering(history, Timing()).heard(asking.question()):
        asking.heard(chunk)
    assert asking.over
    assert asking.serial == 3
    assert Payloads.of(asking.vrps()).keys() == history.payloads.keys()
    assert asking.aspas == ({1: (2, 3)} if version == 2 else {})


MANY = [(f"192.0.{place}.0/24", 24, place) for place in range(40)] + [
    (f"2001:db8:{place:x}::/48", 64, place) for place in range(40)
]


@settings(deadline=None)
@given(size=st.integers(1, 900))
def test_many_prefixes_are_read_back_however_the_stream_is_cut(rpki, size):
    history = History(7, 3)
    history.update(Payloads.of(rpki.vrps(MANY)))
    asking = Asking()
    octets = b"".join(Answering(history, Timing()).heard(asking.question()))
    for at in range(0, len(octets), size):
        asking.heard(octets[at : at + size])
    assert asking.over
    assert Payloads.of(asking.vrps()).is_same(history.payloads)


def test_one_withdrawal_among_many_prefixes_is_a_refusal(rpki):
    pdus = b"".join(Payloads.of(rpki.vrps(MANY[:40])).pdus(1))
    at = 20 * 20 + 8
    with pytest.raises(InputError, match="withdraws"):
        Asking().heard(pdus[:at] + b"\0" + pdus[at + 1 :])


def test_an_older_cache_is_asked_in_its_own_version():
    asking = Asking(2)
    asking.heard(error_report(1, Code.UNSUPPORTED_VERSION, ""))
    assert (asking.over, asking.retry_version) == (True, 1)


@pytest.mark.parametrize(
    ("octets", "words"),
    [
        (error_report(1, Code.NO_DATA_AVAILABLE, "no data yet"), "error 2: no data yet"),
        (head(1, Kind.CACHE_RESET, 0, 0), "type 8"),
        (head(1, Kind.IPV4_PREFIX, 0, 12) + bytes(12), "withdraws"),
    ],
)
def test_anything_but_data_is_a_refusal(octets, words):
    with pytest.raises(InputError, match=words):
        Asking().heard(octets)


def test_a_notify_in_between_is_passed_over_and_bad_payloads_are_counted():
    asking = Asking()
    asking.heard(with_serial(1, Kind.SERIAL_NOTIFY, 1, 1))
    for length, most, address in ((24, 23, 0), (8, 8, 1), (8, 33, 0), (24, 24, 0)):
        body = bytes([1, length, most, 0]) + address.to_bytes(4, "big") + bytes(4)
        asking.heard(head(1, Kind.IPV4_PREFIX, 0, 12) + body)
    found = asking.vrps()
    assert (len(found), found.refused) == (1, {"bad-max-length": 2, "host-bits": 1})


def test_endless_data_is_refused(monkeypatch):
    monkeypatch.setattr(module, "MOST_PAYLOADS", 2)
    with pytest.raises(InputError, match="more than 2 payloads"):
        Asking().heard((head(1, Kind.IPV4_PREFIX, 0, 12) + b"\1" + bytes(11)) * 3)


@given(st.lists(st.sampled_from(ROWS), min_size=1, max_size=40), st.integers(1, 70))
def test_families_mixed_and_cut_anywhere_read_as_sent(rpki, rows, size):
    sent = [next(Payloads.of(rpki.vrps([row])).pdus(1)) for row in rows]
    octets = b"".join([*sent, end_of_data(1, 7, 3, Timing())])
    asking = Asking()
    for at in range(0, len(octets), size):
        asking.heard(octets[at : at + size])
    assert asking.over
    assert Payloads.of(asking.vrps()).is_same(Payloads.of(rpki.vrps(rows)))
    assert len(asking.vrps()) == len(rows)


def test_a_prefix_of_a_wrong_size_is_a_refusal():
    good = head(1, Kind.IPV4_PREFIX, 0, 12) + b"\1" + bytes(11)
    with pytest.raises(InputError, match="type 4 says that it has 24 octets"):
        Asking().heard(good + head(1, Kind.IPV4_PREFIX, 0, 16) + b"\1" + bytes(15))


def test_nothing_read_is_an_empty_table():
    assert len(Asking().vrps()) == 0


@settings(deadline=None)
@given(st.lists(st.binary(max_size=90), max_size=4))
def test_any_octets_give_vrps_or_a_refusal(pieces):
    asking = Asking()
    try:
        for piece in pieces:
            asking.heard(piece)
    except InputError:
        return
    asking.vrps()
