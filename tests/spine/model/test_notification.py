"""Notification: the same told gives the same id."""

from noroshi.spine.model import notification_id


def test_the_same_told_to_the_same_is_the_same_message():
    assert notification_id("digest", "alpha", 3) == notification_id("digest", "alpha", 3)


def test_another_occasion_is_another_message():
    assert notification_id("digest", "alpha", 3) != notification_id("digest", "alpha", 4)
