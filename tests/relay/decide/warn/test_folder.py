"""Folder: a changed file holds at the next asking; a broken one leaves the others alone."""

import json
import os

import pytest

from noroshi.relay.decide.warn import SHIPPED, WarningFolders
from noroshi.spine.model import Subject, SubjectKind


def write(path, *entries, name="Own"):
    path.write_text(json.dumps({"name": name, "type": "hostname", "list": list(entries)}))


def domain(name):
    return Subject(SubjectKind.DOMAIN, name)


@pytest.fixture
def lists(tmp_path):
    write(tmp_path / "own.json", "update.example")
    return WarningFolders([SHIPPED, tmp_path])


def test_shipped_and_own_lists_hold_together(lists):
    assert lists.matcher().match(domain("a.update.example")) == ("Own",)
    assert lists.matcher().match(Subject.ip("9.9.9.9")) == ("Public DNS resolvers",)
    assert lists.problems() == []


def test_unchanged_files_are_not_read_again(lists):
    assert lists.matcher() is lists.matcher()


def test_a_change_holds_at_the_next_asking(lists, tmp_path):
    lists.matcher()
    write(tmp_path / "own.json", "other.example")
    assert lists.matcher().match(domain("update.example")) == ()
    assert lists.matcher().match(domain("other.example")) == ("Own",)


def test_a_change_of_equal_size_holds_too(lists, tmp_path):
    before = lists.matcher()
    write(tmp_path / "own.json", "uqdate.example")
    os.utime(tmp_path / "own.json", ns=(1, 1))
    assert lists.matcher() is not before
    assert lists.matcher().match(domain("uqdate.example")) == ("Own",)


def test_new_and_removed_files_count(lists, tmp_path):
    lists.matcher()
    write(tmp_path / "new.json", "new.example", name="New")
    assert lists.matcher().match(domain("new.example")) == ("New",)
    (tmp_path / "new.json").unlink()
    assert lists.matcher().match(domain("new.example")) == ()


def test_a_broken_file_is_told_and_what_it_said_still_holds(lists, tmp_path):
    lists.matcher()
    (tmp_path / "own.json").write_text("{")
    assert lists.matcher().match(domain("update.example")) == ("Own",)
    (problem,) = lists.problems()
    assert problem.file.endswith("own.json")
    assert "no MISP warning list" in problem.message
    assert problem.standing
    write(tmp_path / "own.json", "update.example")
    lists.matcher()
    assert lists.problems() == []


def test_a_file_broken_from_the_start_leaves_the_good_lists(tmp_path):
    write(tmp_path / "good.json", "update.example")
    (tmp_path / "bad.json").write_text("{")
    (tmp_path / "folder.json").mkdir()
    lists = WarningFolders([tmp_path, tmp_path / "missing"])
    assert lists.matcher().match(domain("update.example")) == ("Own",)
    assert [one.standing for one in lists.problems()] == [False, False]
