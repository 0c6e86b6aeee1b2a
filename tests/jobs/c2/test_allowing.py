"""Allowing: own lists lie in the home and hold at once."""

import json

from noroshi.c2.judge.allow import AllowClass
from noroshi.jobs.c2.allowing import allow_lists_of_home, take_in
from noroshi.spine.home import Home


def misp(tmp_path, name, *addresses):
    path = tmp_path / name
    path.write_text(json.dumps({"name": name, "type": "cidr", "version": 1, "list": addresses}))
    return path


def test_a_list_taken_in_holds_at_the_next_reading(tmp_path):
    home = Home(tmp_path / "home").create()
    before = allow_lists_of_home(home)
    done = take_in(home, misp(tmp_path, "Mail.json", "192.0.2.0/24"), category=AllowClass.MAIL)
    after = allow_lists_of_home(home)
    assert done.path == home.allow_lists / "mail.toml"
    assert after.lists[:-1] == before.lists
    assert after.lists[-1].name == "Mail.json"
    assert after.version != before.version


def test_taking_in_again_replaces(tmp_path):
    home = Home(tmp_path / "home").create()
    take_in(home, misp(tmp_path, "mail.json", "192.0.2.0/24"), category=AllowClass.MAIL)
    take_in(home, misp(tmp_path, "mail.json", "192.0.2.7"), category=AllowClass.PUSH)
    last = allow_lists_of_home(home).lists[-1]
    assert [str(entry) for entry in last.entries] == ["192.0.2.7"]
    assert last.category is AllowClass.PUSH


def test_a_file_name_cannot_leave_the_folder(tmp_path):
    home = Home(tmp_path / "home").create()
    done = take_in(home, misp(tmp_path, "..….json", "192.0.2.7"), category=AllowClass.MAIL)
    assert done.path == home.allow_lists / "list.toml"
