import pytest
from pydantic import ValidationError

from noroshi.spine.home.visit_settings import VisitSettings


def test_defaults_are_those_of_the_programme():
    settings = VisitSettings()
    assert (settings.total_s, settings.received_mb, settings.memory_mb) == (30.0, 10, 512)
    assert settings.user != "root"


@pytest.mark.parametrize(
    "wrong", [{"total_s": 0}, {"received_mb": 0}, {"memory_mb": 1}, {"concurrent": 0}, {"user": ""}]
)
def test_a_bound_cannot_be_turned_off(wrong):
    with pytest.raises(ValidationError):
        VisitSettings(**wrong)
