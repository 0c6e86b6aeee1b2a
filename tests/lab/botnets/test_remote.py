"""Remote: a trojan knocks while its master is away."""

from noroshi.lab.shape import SYN
from noroshi.lab.world import TCP


def test_a_trojan_knocks_while_its_master_is_away(world, infect, control_of):
    control = control_of(infect("c2-custom-tcp", world, bots=20))
    assert (control.protocol == TCP).all()
    assert (control.shape.out_flags == SYN).sum() > 100
    assert (control.shape.exchanges > 10).any()
