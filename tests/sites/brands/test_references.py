from dataclasses import replace
from pathlib import Path

import pytest

from noroshi.sites.brands.references import (
    References,
    read_references,
    reference_of,
    write_references,
)
from noroshi.spine.model import ConfigError
from noroshi.testing.visits import page_visit

VISIT = replace(page_visit("https://www.asagibank.example/"), favicon=b"icon")


def test_an_icon_names_its_brand() -> None:
    look = reference_of("あさぎ銀行", VISIT)
    assert References((look,)).by_icon(look.icon) == "あさぎ銀行"
    assert References((look,)).by_icon(0) == ""


def test_an_icon_that_several_share_names_nobody() -> None:
    look = reference_of("あさぎ銀行", VISIT)
    other = reference_of("みなも信託銀行", VISIT)
    assert References((look, other)).by_icon(look.icon) == ""


def test_references_come_back_as_they_were_written(tmp_path: Path) -> None:
    file = tmp_path / "sites" / "references.jsonl"
    kept = References((reference_of("あさぎ銀行", VISIT),))
    assert read_references(file) == References()
    write_references(kept, file)
    assert read_references(file) == kept
    file.write_bytes(b"{")
    with pytest.raises(ConfigError):
        read_references(file)


def test_a_blank_screen_is_like_no_page() -> None:
    kept = References((reference_of("あさぎ銀行", VISIT),))
    assert kept.by_layout(0) == ("", 0.0)
