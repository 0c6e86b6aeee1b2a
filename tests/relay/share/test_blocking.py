"""Blocking: each line once, of what holds, in one title's list."""

from noroshi.relay.share.blocking import LINES_A_CHUNK, chunks, held, line_format, title
from noroshi.relay.share.renderer import Edition
from noroshi.spine.model import Endpoint, Subject
from noroshi.testing.findings import HOUR
from noroshi.testing.indicators import make_indicator

EDITION = Edition(producer="Example\nISP", at=HOUR.end, sequence=7)


def address(subject):
    return subject.as_endpoint().address


def test_two_ports_of_one_address_are_one_line():
    ports = [Subject.endpoint(Endpoint("192.0.2.1", n, "tcp")) for n in (1, 2)]
    assert list(held(ports, address)) == ["192.0.2.1"]


def test_what_has_no_words_has_no_line():
    assert list(held([make_indicator().subject], lambda _: "")) == []


def test_chunks_hold_many_lines_and_each_line_ends():
    made = list(chunks(str(n) for n in range(LINES_A_CHUNK + 1)))
    assert [chunk.count(b"\n") for chunk in made] == [LINES_A_CHUNK, 1]


def test_the_title_is_one_line():
    assert title(EDITION, ";") == "; Example ISP, 2026-01-01T01:00:00.000Z, serial 7"


def test_a_line_format_has_its_first_lines_also_when_empty():
    render = line_format({}, head=("server:",))
    assert b"".join(render([], EDITION)).decode().splitlines()[1:] == ["server:"]
