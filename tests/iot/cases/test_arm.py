"""Arm: drawn by a key, the same for ever, in the shares that were asked for."""

from collections import Counter

import pytest

from noroshi.iot.cases import Arm, arm_of

SHARES = {"letter": 0.5, "mail": 0.3, "none": 0.2}
LINES = [f"line-{n}" for n in range(4000)]


def test_arms_have_their_shares():
    drawn = Counter(arm_of(b"key", line, SHARES).name for line in LINES)
    for channel, share in SHARES.items():
        assert drawn[channel] / len(LINES) == pytest.approx(share, abs=0.04)


def test_a_draw_is_the_same_whenever_and_another_under_another_key():
    first = [arm_of(b"key", line, SHARES) for line in LINES]
    assert first == [arm_of(b"key", line, SHARES) for line in LINES]
    assert first != [arm_of(b"other", line, SHARES) for line in LINES]


def test_what_cannot_wait_is_told_and_stands_outside():
    urgent = {arm_of(b"key", line, {"none": 0.9, "mail": 0.1}, urgent=True) for line in LINES[:50]}
    assert urgent == {Arm("urgent", "mail")}


def test_an_arm_without_a_share_gets_nobody():
    only = {arm_of(b"key", line, {"none": 0.0, "sms": 1.0}).name for line in LINES[:200]}
    assert only == {"sms"}
