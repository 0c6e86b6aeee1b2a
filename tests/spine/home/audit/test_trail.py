"""The trail: each line follows from the one before, whoever writes and whoever is killed."""

import threading
from datetime import timedelta

import pytest

from noroshi.spine.home.audit import AuditTrail
from noroshi.spine.home.audit.trail import REPAIRED
from noroshi.spine.model import SourceError

from .conftest import AT


def test_lines_are_numbered_and_chained(audit):
    first = audit.trail.note("user:hanako", "operator.add", "alpha")
    second = audit.trail.note("system", "list.publish")
    assert (first.position, second.position) == (1, 2)
    assert second.previous == first.digest
    assert audit.trail.head() == second
    assert audit.verify().fault is None


def test_an_empty_audit_has_no_head(audit):
    assert audit.trail.head() is None
    assert list(audit.trail.newest()) == []
    assert audit.verify().rows == 0


def test_threads_write_one_chain(audit):
    threads = [threading.Thread(target=audit.write, args=(20,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = audit.verify()
    assert (found.rows, found.fault) == (80, None)


def test_what_the_network_brings_stays_one_line(audit):
    line = audit.trail.note("anonymous", "session.refuse", 'x\n{"position":2}\udcff' + "y" * 9999)
    assert audit.file.read_bytes().count(b"\n") == 1
    assert audit.trail.head() == line


def test_newest_filters_by_each_of_its_words(audit):
    audit.trail.note("user:a", "token.issue", "t1")
    audit.trail.note("user:b", "token.revoke", "t1")
    audit.trail.note("user:a", "operator.add", "alpha")

    def positions(**words):
        return [line.position for line in audit.trail.newest(**words)]

    assert positions() == [3, 2, 1]
    assert positions(by="user:a") == [3, 1]
    assert positions(action="token") == [2, 1]
    assert positions(action="token.issue") == [1]
    assert positions(target="t1") == [2, 1]
    assert positions(before=3) == [2, 1]
    assert positions(since=AT + timedelta(seconds=2)) == [3, 2]


def test_a_piece_of_a_line_is_removed_and_noted(audit):
    audit.write(3)
    whole = audit.file.read_bytes()
    audit.file.write_bytes(whole + b'{"position":4,"at":"2026')
    assert audit.verify().fault is None
    assert audit.verify().torn == 24
    audit.write(1)
    line, note, *_ = audit.trail.newest()
    assert (note.action, note.detail) == (REPAIRED, {"kept": "no", "octets": "24"})
    assert (note.position, line.position) == (4, 5)
    assert audit.verify().fault is None


def test_a_line_that_lacks_its_newline_only_is_kept(audit):
    audit.write(3)
    audit.file.write_bytes(audit.file.read_bytes()[:-1])
    assert (audit.verify().rows, audit.verify().fault) == (2, None)
    audit.write(1)
    found = list(audit.trail.newest())
    assert [line.action for line in found] == ["token.issue", REPAIRED, *["token.issue"] * 3]
    assert found[1].detail["kept"] == "yes"
    assert audit.verify().fault is None


def test_nothing_is_added_behind_a_changed_line(audit):
    audit.write(2)
    audit.file.write_bytes(audit.file.read_bytes().replace(b"BIND", b"BOND"))
    with pytest.raises(SourceError, match="was changed"):
        audit.write(1)
    with pytest.raises(SourceError, match="was changed"):
        audit.trail.head()


def test_changed_lines_are_left_out_of_what_is_shown(audit):
    audit.write(3)
    first, second, third = audit.file.read_bytes().splitlines(keepends=True)
    audit.file.write_bytes(first + second.replace(b"BIND", b"BOND") + third)
    assert [line.position for line in audit.trail.newest()] == [3, 1]


def test_two_trails_on_one_file_go_on_from_each_other(audit):
    audit.write(1)
    other = AuditTrail(audit.file, lambda: AT)
    assert other.note("system", "x.y").position == 2
    audit.write(1)
    assert audit.trail.head().position == 3
    assert audit.trail.whole_octets() == audit.file.stat().st_size
