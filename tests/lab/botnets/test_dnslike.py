"""DNS-like: control on port 53."""

import numpy as np


def test_dns_like_control_stays_on_port_53(world, infect, control_of):
    control = control_of(infect("c2-dns", world))
    assert (control.server.port == 53).all()
    assert np.median(control.shape.out_octets / control.shape.out_packets) > 140
