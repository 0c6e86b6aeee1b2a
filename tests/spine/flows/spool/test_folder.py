"""Folder: order, numbers that never come twice, and segments left open."""

from noroshi.spine.flows.spool import Segment, SpoolFolder


def closed(folder, *numbers):
    for number in numbers:
        Segment.new(number, folder).path.write_bytes(b"12345")


def test_segments_come_oldest_first(tmp_path):
    closed(tmp_path, 30, 10, 20)
    assert [s.number for s in SpoolFolder(tmp_path).closed()] == [10, 20, 30]


def test_a_folder_that_is_not_there_is_empty(tmp_path):
    folder = SpoolFolder(tmp_path / "absent")
    assert (folder.closed(), folder.size(), folder.adopt()) == ([], 0, 0)


def test_other_files_are_no_segments(tmp_path):
    for name in (".decoder.lock", "1-ab.segment", f"{1:016d}-{'0' * 16}.failed"):
        (tmp_path / name).touch()
    assert SpoolFolder(tmp_path).closed() == []


def test_an_open_segment_is_closed_for_whoever_was_killed(tmp_path):
    left = Segment.new(7, tmp_path)
    left.part.write_bytes(b"abc")
    folder = SpoolFolder(tmp_path)
    assert folder.closed() == []
    assert folder.adopt() == 1
    assert folder.closed() == [left]


def test_numbers_grow_whatever_the_clock_and_the_state_say(tmp_path):
    closed(tmp_path, 500)
    folder = SpoolFolder(tmp_path)
    assert folder.next_number(now_ms=100, after=0) == 501
    assert folder.next_number(now_ms=100, after=900) == 901
    assert folder.next_number(now_ms=1000, after=900) == 1000


def test_size_counts_open_and_closed_segments(tmp_path):
    closed(tmp_path, 1, 2)
    Segment.new(3, tmp_path).part.write_bytes(b"xyz")
    assert SpoolFolder(tmp_path).size() == 13
