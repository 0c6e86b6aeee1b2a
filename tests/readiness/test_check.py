"""Levels of a whole."""

from noroshi.readiness.check import Level, say, unanswered, worst


def test_what_is_unknown_is_never_good():
    assert worst([]) is Level.GOOD
    assert worst([Level.GOOD, Level.UNKNOWN, Level.WARN]) is Level.UNKNOWN
    assert worst([Level.UNKNOWN, Level.BAD]) is Level.BAD


def test_a_check_says_both_languages():
    said = say("a.b", Level.BAD, "d.example", ("悪い", "bad"), remedy=("直す", "mend")).as_dict()
    assert said["remedy"] == {"ja": "直す", "en": "mend"}
    assert unanswered("a.b", "d.example", "TXT d.example").level is Level.UNKNOWN
