"""The catalogue of others' data."""

from pathlib import PurePosixPath

import pytest

from noroshi.jobs.data.catalogue import BY_NAME
from noroshi.spine.model import InputError


def picked(name, *paths):
    given = BY_NAME[name].pick([PurePosixPath(path) for path in paths])
    return {str(path): told for path, told in given.items()}


def test_the_projects_own_layout_comes_before_loose_files():
    assert picked(
        "warning-lists", "m/lists/a/list.json", "m/schema.json", "m/lists/b/other.json"
    ) == {"m/lists/a/list.json": "a.json"}
    assert picked("warning-lists", "own.json", "in/b.json", "readme.md") == {
        "own.json": "own.json",
        "in/b.json": "b.json",
    }
    assert picked("recog", "r/xml/a.xml", "r/spec/b.xml") == {"r/xml/a.xml": "a.xml"}
    assert picked("recog", "a.xml", "b.txt") == {"a.xml": "a.xml"}


def test_names_that_are_no_plain_file_names_are_not_picked():
    assert not picked("warning-lists", "m/lists/.hidden/list.json", "a b.json", "é.json")


@pytest.mark.parametrize("name", BY_NAME)
def test_a_file_of_something_else_is_refused(name):
    for octets in (b"", b"{}", b"<fingerprints/>", b"\xff\xfe"):
        with pytest.raises(InputError):
            BY_NAME[name].check("a.x", octets)
