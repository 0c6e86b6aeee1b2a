"""Section: every section of the settings is one."""

from noroshi.spine.home import Settings
from noroshi.spine.home.section import Section


def test_every_section_of_the_settings_holds_to_it():
    sections = {name: value for name, value in Settings() if name not in {"peers", "watch"}}
    assert [name for name, value in sections.items() if not isinstance(value, Section)] == []
