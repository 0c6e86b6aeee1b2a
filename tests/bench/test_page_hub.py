"""The page's part on the hub says what the result says, in both languages."""

import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_figures_stand_on_the_page_and_nothing_where_none_were_measured(
    monkeypatch, tmp_path, language
):
    monkeypatch.syspath_prepend(str(ROOT))
    page, lists = (importlib.import_module(f"bench.{name}") for name in ("page_hub", "hub_lists"))
    monkeypatch.setattr(lists, "POLLS", 3)
    assert page.hub_part(language, tmp_path) == []
    lists.main(50, tmp_path)
    part = "\n".join(page.hub_part(language, tmp_path))
    assert all(name in part for name in ("| csv |", "| stix |", page.TEXT[language]["one_entry"]))
