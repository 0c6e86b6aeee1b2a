"""Copies: one rendering serves many readers, and leaves no file behind."""

import gzip
import threading
from datetime import UTC, datetime

from noroshi.console.copies import CHUNK, Copies, Copy, CopyKey

AT = datetime(2026, 1, 5, tzinfo=UTC)
KEY = CopyKey("c2-servers", "csv", ("TLP:AMBER",))


def maker(content, *, head=1):
    def make(folder):
        copy = Copy(folder, head=head, made_at=AT)
        copy.write(content)
        return copy

    return make


def whole(copy):
    return b"".join(copy.chunks())


def test_a_copy_gives_its_octets_to_each_reader(tmp_path):
    content = [b"x" * CHUNK, b"yz"]
    copy = Copies(tmp_path).get(KEY, lambda _: True, maker(content))
    assert whole(copy) == whole(copy) == b"".join(content)
    assert copy.size == CHUNK + 2
    assert list(tmp_path.iterdir()) == []


def test_a_copy_is_made_once_while_it_fits(tmp_path):
    copies, made = Copies(tmp_path), []

    def make(folder):
        made.append(1)
        return maker([b"a"])(folder)

    threads = [
        threading.Thread(target=copies.get, args=(KEY, lambda _: True, make)) for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]


def test_a_reader_keeps_the_copy_that_a_newer_one_replaces(tmp_path):
    copies = Copies(tmp_path)
    old = copies.get(KEY, lambda _: True, maker([b"old"]))
    new = copies.get(KEY, lambda held: held.head == 2, maker([b"new"], head=2))
    copies.close()
    assert (whole(old), whole(new)) == (b"old", b"new")


def test_an_encoded_copy_follows_the_plain_one(tmp_path):
    copies = Copies(tmp_path)
    key = CopyKey("c2-servers", "csv", ("TLP:AMBER",), "gzip")
    first = copies.get(KEY, lambda _: True, maker([b"one"]))
    assert gzip.decompress(whole(copies.encoded(first, key))) == b"one"
    assert copies.encoded(first, key) is copies.encoded(first, key)
    second = copies.get(KEY, lambda _: False, maker([b"two"], head=2))
    assert gzip.decompress(whole(copies.encoded(second, key))) == b"two"


def test_an_empty_copy_has_no_octets(tmp_path):
    assert whole(Copies(tmp_path).get(KEY, lambda _: True, maker([]))) == b""
