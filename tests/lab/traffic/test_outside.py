"""Outside: noise of one packet."""

from noroshi.lab.traffic.outside import ECHO_REQUEST
from noroshi.lab.world import ICMP


def test_noise_comes_from_outside_and_is_mostly_one_packet(world, play):
    batch = play("noise", world)
    assert (batch.shape.out_packets == 1).all()
    assert (batch.shape.in_packets == 0).mean() > 0.8
    ping = batch.protocol == ICMP
    assert (batch.server.port[ping] == ECHO_REQUEST).all()
    assert (batch.client.port[ping] == 0).all()
