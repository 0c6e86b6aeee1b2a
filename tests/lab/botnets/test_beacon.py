"""Beacon: by the clock, with like sizes."""

import numpy as np


def test_beacons_come_by_the_clock_with_like_sizes(world, infect, control_of):
    control = control_of(infect("c2-http-beacon", world, seed=5))
    answered = control.shape.in_packets > 0
    low, high = np.quantile(control.shape.out_octets[answered], [0.1, 0.9])
    assert high / low < 1.6
    bot = control.subscriber == control.subscriber[0]
    gaps = np.diff(np.sort(control.start_ms[bot]))
    typical = np.median(gaps)
    assert np.median(abs(gaps - typical)) / typical < 0.6
