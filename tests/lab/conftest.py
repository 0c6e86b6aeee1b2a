"""A small world for all tests of the lab."""

import pytest

from noroshi.lab.world import World, make_world


@pytest.fixture(scope="session")
def world() -> World:
    return make_world(11, 600)
