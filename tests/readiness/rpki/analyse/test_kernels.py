"""Kernels: compiled or as Python, they say what numpy says."""

import sys
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.readiness.rpki import validate
from noroshi.readiness.rpki.analyse import speed

NAME = "noroshi.readiness.rpki.analyse.kernels"
pytest.importorskip("numba")
kernels = import_module(NAME)
del sys.modules[NAME]  # other tests try numpy


class AsPython:
    """The same functions before they are compiled, for small tables."""

    locate = staticmethod(kernels.locate.py_func)
    judge = staticmethod(kernels.judge.py_func)


def made(rpki, seed, size, version=4):
    """Tables whose prefixes lie densely in one another."""
    random = np.random.default_rng(seed)
    low, high = (8, 32) if version == 4 else (32, 128)

    def prefix():
        length = int(random.integers(low, high + 1))
        if version == 4:
            number = int(random.integers(0, 2**24)) << 8 >> 32 - length << 32 - length
            return (
                f"{number >> 24}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}/{length}"
            )
        group = int(random.integers(0, 4)) & (0xFFFF << max(48 - length, 0))
        return f"2001:db8:{group:x}::/{length}"

    vrps = [
        (p := prefix(), random.integers(int(p.partition("/")[2]), high + 1), random.integers(0, 9))
        for _ in range(size)
    ]
    routes = [(prefix(), random.integers(-1, 9)) for _ in range(size)]
    routes += [(p, asn) for p, _, asn in vrps[::3]]
    routes = [(p, "{1}" if origin < 0 else origin) for p, origin in routes]
    return rpki.vrps(vrps), rpki.routes(routes)


def both_ways(monkeypatch, fast, routes, vrps):
    monkeypatch.setitem(sys.modules, NAME, fast)
    compiled = validate(routes, vrps)
    monkeypatch.delitem(sys.modules, NAME)
    monkeypatch.setattr(speed, "find_spec", lambda name: None)
    return compiled, validate(routes, vrps)


@pytest.mark.parametrize("version", [4, 6])
@pytest.mark.parametrize(("fast", "size"), [(kernels, 5000), (AsPython, 300)])
def test_compiled_and_numpy_sweeps_say_the_same(rpki, monkeypatch, fast, size, version):
    vrps, routes = made(rpki, 7, size, version)
    compiled, plain = both_ways(monkeypatch, fast, routes, vrps)
    for name in ("state", "node", "reach"):
        assert (getattr(compiled, name) == getattr(plain, name)).all()
    assert {1, 2} <= set(compiled.state.tolist())


@settings(max_examples=60, deadline=None)
@given(order=st.permutations(range(40)))
def test_any_order_of_what_is_looked_for_is_right(rpki, order):
    vrps, routes = made(rpki, 3, 40)
    nest = validate(routes, vrps).covers[False]
    wanted = nest.locate(routes.prefixes)[:40]
    mixed = routes.prefixes.take(np.array(order))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, NAME, kernels)
        found = nest.locate(mixed)
    assert (found == wanted[np.array(order)]).all()
