"""The guide to the page says what the page does."""

from pathlib import Path

import pytest

from noroshi.cli.c2.explain import explain
from noroshi.relay.explain.wording import WORDS

ROOT = Path(__file__).parents[3]
GUIDES = {
    "en": ROOT / "docs/how-to/read-an-explanation.md",
    "ja": ROOT / "docs/ja/how-to/read-an-explanation.md",
}
HEADINGS = (
    "waterfall_title",
    "strip_title",
    "intervals_title",
    "background_title",
    "change",
    "numbers",
    "method",
)


@pytest.mark.parametrize("lang", GUIDES)
def test_every_picture_and_section_is_explained_under_its_own_name(lang):
    text = GUIDES[lang].read_text(encoding="utf-8")
    assert [key for key in HEADINGS if getattr(WORDS[key], lang) not in text] == []


@pytest.mark.parametrize("lang", GUIDES)
def test_every_option_is_shown(lang):
    text = GUIDES[lang].read_text(encoding="utf-8")
    options = [
        name for parameter in explain.params for name in parameter.opts if name.startswith("--")
    ]
    assert [name for name in options if name not in text] == []


def test_both_guides_have_the_same_chapters():
    counts = {path.read_text(encoding="utf-8").count("\n## ") for path in GUIDES.values()}
    assert len(counts) == 1
