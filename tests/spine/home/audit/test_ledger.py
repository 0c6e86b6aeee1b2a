"""A ledger only grows, and what is confirmed is on disk."""

import multiprocessing
import os
import signal
import time

import pytest

from noroshi.spine.home.audit.ledger import Ledger, lines, lines_back
from noroshi.spine.model import ConfigError, SourceError

MOST = 100


@pytest.fixture
def file(tmp_path):
    return tmp_path / "ledger"


def test_lines_stand_in_order_and_come_back_in_either_direction(file):
    ledger = Ledger(file, MOST)
    for number in range(20_000 // MOST):
        ledger.append(lambda last, piece, n=number: b"%d %s\n" % (n, b"x" * 90))
    forward = list(lines(file, MOST))
    assert [int(line.split()[0]) for line in forward] == list(range(200))
    assert list(lines_back(file)) == forward[::-1]


@pytest.mark.parametrize("octets", [b"", b"a\n", b"a\nb", b"piece", b"a\n" * 70_000])
def test_reading_back_gives_whole_lines_only(file, octets):
    file.write_bytes(octets)
    whole = octets[: octets.rfind(b"\n") + 1].splitlines(keepends=True)
    assert list(lines_back(file)) == whole[::-1]


def test_a_torn_end_is_shown_and_removed(file):
    file.write_bytes(b"one\ntw")
    seen = []
    Ledger(file, MOST).append(lambda last, piece: seen.append((last, piece)) or b"2\n")
    assert seen == [(b"one\n", b"tw")]
    assert file.read_bytes() == b"one\n2\n"


def test_adding_nothing_changes_nothing(file):
    file.write_bytes(b"one\ntw")
    assert Ledger(file, MOST).append(lambda last, piece: b"") == b""
    assert file.read_bytes() == b"one\ntw"


def test_whole_lines_are_counted_without_the_torn_end(file):
    assert Ledger(file, MOST).size() == 0
    file.write_bytes(b"one\ntw")
    assert Ledger(file, MOST).size() == 4


def test_a_last_line_beyond_all_bounds_is_refused(file):
    file.write_bytes(b"x" * 1_000_000)
    with pytest.raises(SourceError, match="audit verify"):
        Ledger(file, MOST).append(lambda last, piece: b"2\n")


def test_a_folder_that_is_missing_is_told(tmp_path):
    with pytest.raises(ConfigError, match="cannot be opened"):
        Ledger(tmp_path / "none" / "ledger", MOST).append(lambda last, piece: b"x\n")


def test_a_full_disk_is_told_and_nothing_counts_as_written(file, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    ledger = Ledger(file, MOST)
    ledger.append(lambda last, piece: b"one\n")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SourceError, match="No space left"):
        ledger.append(lambda last, piece: b"two\n")
    assert file.read_bytes() == b"one\n"


def count(file, told):
    ledger = Ledger(file, MOST)
    while True:
        number = ledger.append(lambda last, piece: b"%d\n" % (int(last or b"0") + 1))
        told.send_bytes(number)


def test_writers_at_once_and_killed_lose_no_confirmed_line(file):
    context = multiprocessing.get_context("spawn")
    confirmed = set()
    for _ in range(2):
        pairs = [context.Pipe(duplex=False) for _ in range(2)]
        writers = [context.Process(target=count, args=(file, told)) for _, told in pairs]
        for writer in writers:
            writer.start()
        for ours, _ in pairs:
            assert ours.poll(30)
        time.sleep(0.1)
        for writer in writers:
            os.kill(writer.pid, signal.SIGKILL)
            writer.join()
        for ours, theirs in pairs:
            theirs.close()
            try:
                while True:
                    confirmed.add(int(ours.recv_bytes()))
            except (EOFError, OSError):
                pass
    Ledger(file, MOST).append(lambda last, piece: b"%d\n" % (int(last) + 1))
    stand = [int(line) for line in lines(file, MOST)]
    assert stand == list(range(1, len(stand) + 1))
    assert confirmed <= set(stand)
    assert len(confirmed) > 10
