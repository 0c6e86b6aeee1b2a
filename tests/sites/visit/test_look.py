"""What a look never does; what it does is asked of the real browser in test_visitor.py."""

import re
from pathlib import Path

import noroshi.sites.visit

SOURCES = sorted(Path(noroshi.sites.visit.__file__).parent.rglob("*.py"))
TYPING = re.compile(
    r"keyboard|\.(?:fill|type|press|press_sequentially|insert_text|set_input_files)\("
)


def test_no_line_of_the_room_can_press_a_key_or_fill_a_field():
    assert SOURCES
    assert TYPING.search("page.keyboard")
    for source in SOURCES:
        assert not TYPING.search(source.read_text(encoding="utf-8")), source.name


def test_the_script_that_reads_a_page_changes_nothing_of_it():
    script = (Path(noroshi.sites.visit.__file__).parent / "collect.js").read_text(encoding="utf-8")
    for change in (
        ".click(",
        ".focus(",
        ".submit(",
        ".value =",
        ".append",
        "innerHTML =",
        "fetch(",
    ):
        assert change not in script
