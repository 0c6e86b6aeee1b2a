"""Pull book: notes are written together, and none is lost when the database is away."""

from dataclasses import replace
from datetime import UTC, datetime
from threading import Event

import pytest

from noroshi.console.pull_book import PullBook
from noroshi.spine.model import SourceError
from noroshi.spine.store.pulls import Pull

PULL = Pull(
    operator_id="alpha",
    collection="c2-servers",
    format="delta",
    last_at=datetime(2026, 1, 5, tzinfo=UTC),
    octets=10,
    entries=1,
    sequence=1,
)


class Kept:
    def __init__(self, failures=0):
        self.batches, self.failures, self.written = [], failures, Event()

    def add(self, pulls):
        if self.failures:
            self.failures -= 1
            raise SourceError("away")
        self.batches.append(list(pulls))
        self.written.set()


def test_many_notes_are_one_row_of_one_batch():
    kept = Kept()
    book = PullBook(kept, wait_s=60)
    for sequence in range(5):
        book.note(replace(PULL, sequence=sequence))
    assert kept.batches == []
    book.close()
    assert [(pull.pulls, pull.sequence) for pull in kept.batches[0]] == [(5, 4)]


def test_a_note_is_written_by_itself_after_a_moment():
    kept = Kept()
    book = PullBook(kept, wait_s=0.01)
    book.note(PULL)
    assert kept.written.wait(30)


def test_notes_stay_while_the_database_is_away():
    kept = Kept(failures=1)
    book = PullBook(kept, wait_s=60)
    book.note(PULL)
    with pytest.raises(SourceError):
        book.flush()
    book.flush()
    assert kept.batches == [[PULL]]
    book.close()


def test_closing_never_fails():
    book = PullBook(Kept(failures=1), wait_s=60)
    book.note(PULL)
    book.close()
