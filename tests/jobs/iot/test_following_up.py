import json
from collections import Counter

import pytest

from noroshi.jobs.iot.following_up import follow_up
from noroshi.spine.model import InputError


def lines(*rows):
    start = "2026-03-01T00:00:00Z"
    for arm, day, fixed in rows:
        end = f"2026-03-{1 + day:02}T00:00:00Z"
        yield json.dumps(
            {"arm": arm, "notified": start, "fixed" if fixed else "last_seen": end}
        ).encode()


def test_each_group_has_its_curve_and_is_held_against_the_control():
    rows = [("letter", day, True) for day in range(1, 9)] + [("none", 20, False)] * 8
    letter, none = follow_up(lines(*rows), by="arm", control="none", refused=Counter())
    assert (letter.group, letter.curve.ended, none.curve.ended) == ("letter", 8, 0)
    assert letter.against_control.p < 0.01
    assert none.against_control is None


def test_an_unknown_control_is_told_with_those_there_are():
    with pytest.raises(InputError, match="no device has arm = x; there is letter"):
        follow_up(lines(("letter", 1, True)), by="arm", control="x", refused=Counter())


def test_without_a_control_a_group_can_be_held_against_the_others():
    rows = [("letter", day, True) for day in range(1, 9)] + [("mail", 20, False)] * 8
    letter, mail = follow_up(lines(*rows), by="arm", control=None, refused=Counter(), others=True)
    assert letter.against_control.p == pytest.approx(mail.against_control.p)
    assert letter.against_control.z == pytest.approx(-mail.against_control.z)
    (alone,) = follow_up(lines(*rows[:8]), by="arm", control=None, refused=Counter(), others=True)
    assert alone.against_control is None
