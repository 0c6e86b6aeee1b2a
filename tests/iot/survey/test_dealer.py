"""Dealer: every proposal is settled once, at the pace that the caps leave."""

import numpy as np

from noroshi.iot.survey.boundary import Verdict
from noroshi.iot.survey.dealer import Dealer, Pace, pace_pps
from noroshi.iot.survey.targets import Targets
from noroshi.testing.surveys import most_in_a_second


def deal_all(dealer, clock):
    left = []
    while not dealer.is_done():
        if (wait_s := dealer.wait_s()) > 0:
            clock.seconds += wait_s
            continue
        admitted, going = dealer.deal()
        dealer.note_sent(admitted, going)
        left += [clock.seconds] * len(going)
    return left


def test_all_are_sent_once_and_no_faster_than_the_cap(make_boundary, lab_scope, clock):
    caps = {"global_pps": 60, "per_24_pps": 40, "per_as_pps": 60, "per_isp_pps": 60}
    boundary = make_boundary(caps=caps)
    targets = Targets(lab_scope())
    addresses, slots = targets.at(np.arange(300, dtype=np.uint64))
    dealer = Dealer(boundary, Pace(pace_pps(lab_scope(caps=caps), targets, 1), clock.monotonic), addresses, slots)  # fmt: skip
    left = deal_all(dealer, clock)
    assert len(left) == 300
    assert dealer.sent.all()
    assert most_in_a_second(left) <= 40


def test_refused_ones_are_done_without_being_sent(make_boundary, clock):
    boundary = make_boundary()
    outside = np.array([1, 0xC6336401])
    dealer = Dealer(boundary, Pace(1000, clock.monotonic), outside, np.zeros(2, np.int64))
    assert len(deal_all(dealer, clock)) == 1
    assert dealer.verdicts.tolist() == [Verdict.OUTSIDE, Verdict.GO]


def test_the_pace_lies_below_every_cap(lab_scope):
    caps = {"global_pps": 1000, "per_24_pps": 5, "per_as_pps": 500, "per_isp_pps": 500}
    targets = Targets(lab_scope())
    assert pace_pps(lab_scope(caps=caps), targets, 1) < 10
    assert pace_pps(lab_scope(), targets, 4) < 250
