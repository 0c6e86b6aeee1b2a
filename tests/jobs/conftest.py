"""A home whose lake holds the scene of one botnet."""

import shutil

import pytest

from noroshi.jobs.importing import ImportOptions, import_files
from noroshi.spine.home import Home
from noroshi.spine.store import Store
from noroshi.testing import write_flows
from noroshi.testing.scenes import Scene, botnet_scene


@pytest.fixture(scope="session")
def scene() -> Scene:
    return botnet_scene()


@pytest.fixture(scope="session")
def filled(scene, tmp_path_factory) -> Home:
    """The home, for tests that only read it."""
    folder = tmp_path_factory.mktemp("filled")
    home = Home(folder / "home").create()
    options = ImportOptions(subscribers=("100.64.0.0/10",))
    file = str(write_flows(scene.seen_outside, folder))
    with Store.open(home.state_file) as store:
        (done,) = import_files(home, store, [file], options)
    assert done.record.kept == scene.flows.num_rows
    return home


@pytest.fixture
def own(filled, tmp_path) -> Home:
    """A copy of it, for tests that change it."""
    shutil.copytree(filled.path, tmp_path / "home")
    return Home(tmp_path / "home")
