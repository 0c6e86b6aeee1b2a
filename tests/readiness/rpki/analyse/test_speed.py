"""Speed: compiled code is loaded only where it pays, and nothing needs it."""

import sys

import pytest

from noroshi.readiness.rpki.analyse import speed

NAME = "noroshi.readiness.rpki.analyse.kernels"


@pytest.fixture
def unloaded(monkeypatch):
    monkeypatch.setitem(sys.modules, NAME, None)  # so that it is as before in the end
    monkeypatch.delitem(sys.modules, NAME)


@pytest.mark.usefixtures("unloaded")
def test_few_rows_load_nothing():
    assert speed.kernels_for(9, 10) is None


@pytest.mark.usefixtures("unloaded")
def test_without_numba_numpy_does_it(monkeypatch):
    monkeypatch.setattr(speed, "find_spec", lambda name: None)
    assert speed.kernels_for(10, 10) is None


@pytest.mark.usefixtures("unloaded")
def test_many_rows_load_kernels_and_few_use_them_afterwards():
    pytest.importorskip("numba")
    loaded = speed.kernels_for(10, 10)
    assert loaded is not None
    assert speed.kernels_for(1, 10) is loaded
