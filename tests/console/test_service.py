"""A worker makes the application of the home that its environment names."""

import pytest
from litestar.testing import TestClient

from noroshi.console.service import HOME_VARIABLE, whole
from noroshi.spine.home import Home
from noroshi.spine.model import ConfigError


def test_the_whole_hub_answers(tmp_path, monkeypatch):
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    with TestClient(whole()) as client:
        assert client.get("/readyz").text == "ready\n"


def test_wrong_settings_are_told(tmp_path, monkeypatch):
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    Home(tmp_path).settings_file.write_text("[hub]\nlisten = 'everywhere'\n")
    with pytest.raises(ConfigError, match=r"hub\.listen"):
        whole()
