"""A browser where there is one."""

import os

import pytest

from noroshi.sites.visit.confine import browser_user, program
from noroshi.sites.visit.profile import Engine
from noroshi.spine.model import ConfigError


@pytest.fixture(scope="session")
def user():
    """Who the browser runs as here."""
    try:
        program(Engine.SHELL)
        return browser_user("nobody", os.geteuid())
    except ConfigError as error:
        pytest.skip(str(error))
