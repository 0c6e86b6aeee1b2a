"""Person: the one named, else the session's user; always on one line."""

import getpass

import pytest

from noroshi.cli.person import person_of
from noroshi.spine.model import ConfigError


@pytest.mark.parametrize("name", ["hanako", "user:hanako", " hanako "])
def test_the_named_person_decides(name):
    assert person_of(name) == "user:hanako"


def test_the_session_s_user_decides_when_nobody_is_named(monkeypatch):
    monkeypatch.setattr(getpass, "getuser", lambda: "taro")
    assert person_of(None) == "user:taro"


def test_a_session_without_user_says_what_to_do(monkeypatch):
    def nobody():
        raise OSError("no user")

    monkeypatch.setattr(getpass, "getuser", nobody)
    with pytest.raises(ConfigError, match="--by NAME"):
        person_of(None)


@pytest.mark.parametrize("name", ["", " ", "two\nlines", "x" * 81])
def test_a_name_that_breaks_lines_is_refused(name):
    with pytest.raises(ConfigError):
        person_of(name)
