"""Things: scans, and thin control."""

import numpy as np

from noroshi.lab.shape import SYN


def test_things_scan_and_their_control_is_thin(world, infect, control_of):
    infection = infect("c2-iot", world, bots=20)
    control = control_of(infection)
    thin = control.shape.out_octets / control.shape.out_packets
    assert np.median(thin[control.shape.exchanges > 50]) < 80
    scans = infection.batch.shape.out_flags == SYN
    per_bot = np.bincount(infection.batch.subscriber[scans])
    assert np.median(per_bot[per_bot > 0]) > 300
