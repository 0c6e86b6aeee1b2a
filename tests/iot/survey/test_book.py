"""Book: what was begun, what was sent, and what a change or a loss does to the proof."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.survey.book import Book
from noroshi.spine.model import InputError
from noroshi.testing.surveys import NOON

SENT = np.array([True, False, True, True, False])


@pytest.fixture
def book(tmp_path):
    moments = (NOON + timedelta(seconds=n) for n in range(1000))
    return Book(tmp_path / "book-1-1.jsonl", lambda: next(moments))


def write(book):
    book.begin("s", 10, 15, {"source": "192.0.2.1"})
    book.end("s", 10, 15, SENT, {"settled": "yes"})
    book.begin("s", 15, 20, {"source": "192.0.2.1"})


def test_a_chunk_without_an_end_is_one_of_a_killed_process(book):
    assert (book.spans(), book.head()) == ([], "")
    write(book)
    done, killed = book.spans()
    assert (done.start, done.end, done.sent, done.settled) == (10, 15, 3, True)
    assert (done.source, done.ended - done.began) == ("192.0.2.1", timedelta(seconds=1))
    assert (killed.ended, killed.bits, killed.sent, killed.settled) == (None, "", 0, False)
    assert book.sent_of(done).tolist() == SENT.tolist()


def test_every_line_stands_in_it_by_its_digest(book):
    write(book)
    head = book.head()
    book.note("clock.jump", "s", {"by_s": "9"})
    assert len(book.spans()) == 2
    assert book.holds(head)
    assert book.holds("")
    assert not book.holds("0" * 64)


def test_a_changed_line_proves_nothing_any_more(book):
    write(book)
    book.path.write_text(book.path.read_text().replace('"start":"10"', '"start":"11"', 1))
    with pytest.raises(InputError, match="line 1"):
        book.spans()


def test_changed_or_lost_bits_are_told(book, tmp_path):
    write(book)
    done = book.spans()[0]
    file = tmp_path / "sent" / done.bits
    file.write_bytes(b"other")
    with pytest.raises(InputError, match="was changed"):
        book.sent_of(done)
    file.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        book.sent_of(done)


@given(st.lists(st.booleans(), min_size=1, max_size=200))
def test_bits_come_back_as_they_were(tmp_path_factory, flags):
    book = Book(tmp_path_factory.mktemp("book") / "book-1-1.jsonl", lambda: NOON)
    book.begin("s", 0, len(flags), {})
    book.end("s", 0, len(flags), np.array(flags), {})
    (span,) = book.spans()
    assert book.sent_of(span).tolist() == flags
    assert span.sent == sum(flags)
