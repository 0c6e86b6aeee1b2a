"""Seed: a stream of its own for every name, the same each time."""

from noroshi.lab.seed import rng_of


def drawn(seed, name):
    return rng_of(seed, name).integers(0, 2**62, 4).tolist()


def test_the_same_name_draws_the_same():
    assert drawn(1, "web") == drawn(1, "web")


def test_names_and_seeds_differ():
    assert len({tuple(drawn(seed, name)) for seed in (0, 1) for name in ("web", "dns", "")}) == 6


def test_the_stream_is_the_same_on_every_machine():
    assert drawn(1, "web")[0] == FIRST


FIRST = 181514998509224775
