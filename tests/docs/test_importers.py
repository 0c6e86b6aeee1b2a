"""Importers: every format and every refusal is told, in both languages."""

import re
from pathlib import Path

import pytest

from noroshi.spine.flows.importers import FORMATS
from noroshi.spine.flows.tally import Refusal

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize(
    ("page", "formats", "reasons"),
    [
        ("reference/importers.md", "Formats", "Why rows are refused"),
        ("ja/reference/importers.md", "形式", "行を断る理由"),
    ],
)
def test_every_refusal_and_format_is_documented_and_no_other(page, formats, reasons):
    text = (DOCS / page).read_text("utf-8")
    assert named_in(text, reasons) == {reason.value for reason in Refusal}
    assert named_in(text, formats) == set(FORMATS)


def named_in(text, chapter):
    body = text.split(f"## {chapter}", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"^\| `([a-z-]+)` \|", body, re.MULTILINE))
