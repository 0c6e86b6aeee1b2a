"""World: calls get addresses on both sides, and IPv6 only where both have it."""

import numpy as np

from noroshi.lab.ground import has_v6
from noroshi.lab.plan import A_DAY
from noroshi.lab.population import is_subscriber
from noroshi.lab.shape import attempts
from noroshi.lab.world import TCP, Calls, begun_inside, converse, zipf


def calls(world, *, v4_only=False, count=4000):
    rng = np.random.default_rng(1)
    device = rng.integers(0, len(world.population.kind), count)
    slot = zipf(rng, count, world.ground.slots("web"))
    return slot, converse(
        rng,
        world,
        Calls(
            start_ms=np.full(count, A_DAY.start_ms),
            device=device,
            slot=slot,
            port=443,
            protocol=TCP,
            shape=attempts(rng, count, refused_share=0.0),
            v4_only=v4_only,
        ),
    )


def test_ipv6_is_used_only_where_both_sides_have_it(world):
    slot, batch = calls(world)
    over_v6 = batch.client.hi != 0
    assert over_v6.any()
    assert (over_v6 == (batch.server.hi != 0)).all()
    assert has_v6(slot)[over_v6].all()
    assert (world.population.v6_hi[batch.subscriber[over_v6]] != 0).all()
    assert is_subscriber(batch.client).all()


def test_ipv6_headers_are_20_octets_longer(world):
    _, batch = calls(world)
    per_packet = batch.shape.out_octets // batch.shape.out_packets
    assert set(per_packet[batch.client.hi != 0].tolist()) == {80}
    assert set(per_packet[batch.client.hi == 0].tolist()) == {60}


def test_ipv4_only_stays_ipv4(world):
    assert not calls(world, v4_only=True)[1].client.hi.any()


def test_popular_slots_are_drawn_most(world):
    slots = world.ground.slots("web")
    drawn = zipf(np.random.default_rng(2), 20_000, slots)
    assert (drawn == slots[0]).sum() > 5 * (drawn == slots[9]).sum() > 0


def test_late_beginnings_are_left_out(world):
    _, batch = calls(world, count=10)
    batch.start_ms[3:] = A_DAY.end_ms
    assert len(begun_inside(A_DAY, batch)) == 3
