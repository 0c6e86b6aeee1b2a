"""Attention: stop, the end of validity and unreadable opt-outs end a survey; clocks set back do not prolong it."""

from datetime import timedelta
from ipaddress import ip_network

import pytest

from noroshi.iot.survey.attention import LATEST_S, RENEW_S, Attention, Clock, Stopped
from noroshi.iot.survey.boundary import Boundary
from noroshi.iot.survey.ranges import Ranges
from noroshi.spine.model import SourceError
from noroshi.testing.surveys import NOON, permission_of


class Opted:
    def __init__(self):
        self.reads, self.broken = 0, False

    def __call__(self):
        self.reads += 1
        if self.broken:
            raise SourceError("the state is gone")
        return Ranges([ip_network("198.51.100.7/32")])


@pytest.fixture
def attention(lab_scope, clock, tmp_path):
    held = permission_of(lab_scope())
    own = Clock(clock.now, clock.monotonic)
    boundary = Boundary(held, share=1, now=own.now, monotonic=own.monotonic)
    made = Attention(held, boundary, own, stop_file=tmp_path / "stop", opt_outs=Opted())
    made.look()
    return made


def reason_of(attention):
    with pytest.raises(Stopped) as found:
        attention.look()
    return found.value.reason


def test_opt_outs_are_read_every_few_seconds(attention, clock):
    for _ in range(int(60 / RENEW_S)):
        clock.seconds += RENEW_S
        attention.look()
    assert attention._opt_outs.reads == 1 + 60 / RENEW_S


def test_a_stop_file_and_an_interrupt_end_it(attention, clock, tmp_path):
    (tmp_path / "stop").touch()
    clock.seconds += 1
    assert reason_of(attention) == "stop"
    attention.interrupted = True
    assert reason_of(attention) == "interrupted"


def test_the_end_of_validity_ends_it(attention, clock):
    clock.seconds += timedelta(days=10).total_seconds()
    assert reason_of(attention) == "expired"


def test_opt_outs_that_cannot_be_read_for_a_minute_end_it(attention, clock):
    attention._opt_outs.broken = True
    clock.seconds += LATEST_S - 1
    attention.look()
    clock.seconds += 1
    assert reason_of(attention) == "opt-outs-unreadable"


def test_a_wall_clock_that_jumps_is_noticed_and_not_followed():
    wall, seconds = [NOON], [5.0]
    clock = Clock(lambda: wall[0], lambda: seconds[0])
    assert clock.jump_s() == 0
    wall[0] -= timedelta(days=3)
    seconds[0] += 10
    assert clock.now() == NOON + timedelta(seconds=10)
    assert clock.jump_s() < -3 * 86_400
