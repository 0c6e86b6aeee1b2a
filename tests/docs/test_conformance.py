"""The conformance page names tests that exist, the same in both languages."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"`(test_[a-z0-9_]+)`")


def named(page: str) -> list[str]:
    return NAME.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))


def test_every_named_test_exists() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    defined = set(re.findall(r"^(?:    )?def (test_[a-z0-9_]+)", text, re.MULTILINE))
    assert sorted(set(named("reference/taxii.md")) - defined) == []
    assert named("reference/taxii.md")


def test_both_languages_name_the_same_tests() -> None:
    assert named("reference/taxii.md") == named("ja/reference/taxii.md")
