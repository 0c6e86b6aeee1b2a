"""Hub settings: each section has defaults, knows its keys, and does not change."""

import pytest
from pydantic import ValidationError

from noroshi.spine.home.hub_settings import (
    AccessSettings,
    HubSettings,
    JobSettings,
    MailSettings,
    NotifySettings,
    StateSettings,
)

SECTIONS = [AccessSettings, HubSettings, JobSettings, MailSettings, NotifySettings, StateSettings]


@pytest.mark.parametrize("section", SECTIONS)
def test_every_key_has_a_default_and_a_meaning(section):
    assert section().model_dump().keys() == section.model_fields.keys()
    assert all(field.description for field in section.model_fields.values())


@pytest.mark.parametrize("section", SECTIONS)
def test_an_unknown_key_is_refused_and_a_known_one_stays(section):
    with pytest.raises(ValidationError, match="Extra inputs"):
        section(no_such_key=1)
    with pytest.raises(ValidationError, match="frozen"):
        setattr(section(), next(iter(section.model_fields)), "x")
