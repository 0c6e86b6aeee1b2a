"""Person: the record names who worked at the command line."""

import click
import pytest

from noroshi.cli.person import named


def test_a_name_is_a_user_of_the_record():
    assert named("花子") == "user:花子"


@pytest.mark.parametrize("name", ["", "a\nb", "\x1b[0m", "x" * 101])
def test_other_names_are_refused(name):
    with pytest.raises(click.BadParameter):
        named(name)
