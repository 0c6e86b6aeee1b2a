"""What settings name is known, with whether it is private."""

import re

from pydantic import BaseModel

from noroshi.jobs.house.named_files import OPEN, PRIVATE, named_files
from noroshi.spine.home import Home, Settings


def test_files_are_told_with_their_place_and_whether_they_are_private(tmp_path):
    home = Home(tmp_path)
    home.settings_file.write_text(
        '[iot]\nas_table = "as.csv"\nrecog = "/data/recog"\n[mail]\nca_file = "../ca.pem"\n'
    )
    found = {one.setting: (one.inside, one.private) for one in named_files(home)}
    assert found == {
        "[iot] as_table": ("as.csv", False),
        "[iot] recog": (None, False),
        "[mail] ca_file": (None, False),
        "[access] oidc_secret_file": ("secrets/oidc", True),
        "[mail] password_file": ("secrets/mail.password", True),
        "[zone] key_file": ("secrets/zone-feed.key", True),
    }


def test_every_setting_that_names_a_file_is_known():
    named = {
        (section, key)
        for section, field in Settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
        for key, told in field.annotation.model_fields.items()
        if re.search("PEM file|relative paths? starts?|^Files? |^Folder ", told.description or "")
        or re.search("_file$|_key$|_lists$", key)
    }
    apart = {("data", "warning_lists"), ("desk", "look_logs")}
    assert named - apart == {*OPEN, *PRIVATE}
