"""MRT attributes: paths of two-octet numbers take the longer numbers, and keep what only they tell."""

from struct import pack

import pytest

from noroshi.readiness.rpki.sense.mrt_attributes import AS4_PATH, AS_PATH, attributes_of, path_of
from noroshi.readiness.rpki.sense.path import path_text


def segment(kind, numbers, size):
    return pack(">BB", kind, len(numbers)) + b"".join(n.to_bytes(size, "big") for n in numbers)


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ([(2, [64500, 23456])], [(2, [64500, 70000])], "64500 70000"),
        ([(2, [64499, 64500, 23456])], [(2, [64500, 70000])], "64499 64500 70000"),
        ([(2, [64500])], [(2, [64500, 70000])], "64500"),
        ([(2, [64500, 23456]), (1, [1, 2])], [(2, [70000]), (1, [1, 2])], "64500 70000 {1,2}"),
        ([(3, [65001]), (2, [64500, 23456])], [(2, [70000])], "64500 70000"),
    ],
)
def test_longer_numbers_replace_the_end_of_the_path(old, new, text):
    values = {
        AS_PATH: b"".join(segment(kind, numbers, 2) for kind, numbers in old),
        AS4_PATH: b"".join(segment(kind, numbers, 4) for kind, numbers in new),
    }
    assert path_text(path_of(values, 2)) == text


def test_what_is_cut_raises():
    with pytest.raises(ValueError, match="cut"):
        list(attributes_of(b"\x40\x02\x09\x02"))
    with pytest.raises(ValueError, match="segment"):
        path_of({AS_PATH: b"\x02\x02" + bytes(4)}, 4)
    assert path_of({}, 4) is None
