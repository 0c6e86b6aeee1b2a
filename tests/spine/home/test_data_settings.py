"""Data settings."""

import pytest
from pydantic import ValidationError

from noroshi.spine.home.data_settings import DataSettings


def test_networks_and_web_addresses_only():
    assert DataSettings(allow=["10.1.0.0/16"]).allow == ("10.1.0.0/16",)
    for wrong in ({"allow": ["ten"]}, {"recog": "ftp://mirror.example/x"}, {"warning_lists": ""}):
        with pytest.raises(ValidationError):
            DataSettings(**wrong)
