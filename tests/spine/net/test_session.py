"""Session: octets in any pieces become whole messages, and a stream out of step ends."""

import itertools
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.spine.net.listen import Transport
from noroshi.spine.net.session import Ending, Peer, Session, cut_messages

PEER = Peer(address="192.0.2.1", hi=0, lo=1, port=4000, number=7, transport=Transport.TCP)


def message(body=b""):
    return struct.pack(">HHIII", 10, 16 + len(body), 1, 2, 3) + body


class Wire:
    """A transport that remembers whether reading goes on."""

    reading, closed = True, False

    def pause_reading(self):
        self.reading = False

    def resume_reading(self):
        self.reading = True

    def abort(self):
        self.closed = True


class Server:
    def __init__(self):
        self.batches, self.endings = [], []

    def joined(self, session):
        pass

    def admit(self, session, names):
        return True

    def deliver(self, session, lengths, octets):
        self.batches.append((lengths, octets))

    def left(self, session, ending):
        self.endings.append(ending)


class Patience:
    idle_s, message_s, handshake_s = 100.0, 10.0, 5.0


@pytest.fixture
def opened():
    return open_session()


def open_session():
    server, wire = Server(), Wire()
    session = Session(server, PEER)
    session.connection_made(wire)
    return session, server, wire


def split(data, cuts):
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[a:b] for a, b in itertools.pairwise(places)]


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=8), st.lists(st.integers(0, 400), max_size=12))  # fmt: skip
def test_messages_arrive_whole_however_they_are_cut(bodies, cuts):
    session, server, _ = open_session()
    stream = b"".join(map(message, bodies))
    for piece in split(stream, cuts):
        session.data_received(piece)
        session.written()
    assert b"".join(octets for _, octets in server.batches) == stream
    lengths = [length for lengths, _ in server.batches for length in lengths]
    assert lengths == [16 + len(body) for body in bodies]
    assert session.messages == len(bodies)


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_arbitrary_octets_never_raise_and_invent_no_message(pieces):
    session, server, _ = open_session()
    for piece in pieces:
        session.data_received(piece)
        session.written()
    session.connection_lost(None)
    taken = b"".join(octets for _, octets in server.batches)
    assert b"".join(pieces).startswith(taken)
    assert len(server.endings) == 1


def test_reading_waits_until_a_batch_is_written(opened):
    session, server, wire = opened
    session.data_received(message(b"one"))
    assert not wire.reading
    session.data_received(message(b"two"))
    assert len(server.batches) == 1
    session.written()
    assert not wire.reading
    session.written()
    assert wire.reading
    assert [octets for _, octets in server.batches] == [message(b"one"), message(b"two")]


@pytest.mark.parametrize(("octets", "ending"), [(b"GET / HTTP/1.1\r\n", Ending.BAD_VERSION), (struct.pack(">HH", 10, 15), Ending.BAD_LENGTH), (struct.pack(">HH", 10, 0), Ending.BAD_LENGTH)])  # fmt: skip
def test_a_stream_out_of_step_ends_after_its_good_messages(opened, octets, ending):
    session, server, wire = opened
    session.data_received(message(b"good") + octets)
    assert not wire.closed
    session.written()
    assert wire.closed
    session.connection_lost(None)
    assert [octets for _, octets in server.batches] == [message(b"good")]
    assert server.endings == [ending]


def test_what_came_before_the_end_is_handed_over(opened):
    session, server, _ = opened
    session.data_received(message(b"one"))
    session.data_received(message(b"two") + b"\0\x0a")
    session.connection_lost(None)
    assert server.endings == []
    session.written()
    session.written()
    assert [octets for _, octets in server.batches] == [message(b"one"), message(b"two")]
    assert server.endings == [Ending.CUT]


def test_who_drips_octets_is_overdue(opened):
    session, _, _ = opened
    begun = session._begun
    assert session.overdue(begun + 11, Patience()) is Ending.SLOW  # no first message
    session.data_received(message())
    session.written()
    assert session.overdue(session._begun + 11, Patience()) is None
    session.data_received(b"\0")
    began = session._begun
    session.data_received(b"\x0a")
    assert session.overdue(began + 11, Patience()) is Ending.SLOW


def test_silence_is_overdue_but_not_while_we_make_it_wait(opened):
    session, _, _ = opened
    session.data_received(message())
    assert session.overdue(session._touched + 1000, Patience()) is None
    session.written()
    assert session.overdue(session._touched + 99, Patience()) is None
    assert session.overdue(session._touched + 101, Patience()) is Ending.IDLE


def test_the_longest_message_is_one():
    longest = message(bytes(65_535 - 16))
    assert cut_messages(longest + longest[:100]) == ((65_535,), None)
