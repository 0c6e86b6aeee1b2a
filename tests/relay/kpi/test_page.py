"""Page: the sheets say what was counted, in both languages, and ask for nothing from outside."""

import re
from datetime import UTC, datetime

import pytest

from noroshi.relay.kpi import FIGURES, Report, render_report


@pytest.fixture
def page(sheets_of, measured, entered):
    def make(language="ja", **changes):
        sheets = sheets_of(
            [measured("c2.match-rate", 139, 152, 0.859, 0.949)],
            [entered("c2.match-rate", 1000)],
        )
        at = datetime(2026, 11, 26, 3, tzinfo=UTC)
        values = {"year": 2026, "at": at, "producer": "Desk <b>", "sheets": sheets}
        return render_report(Report(**(values | changes)), language)

    return make


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_figure_and_its_definition_stands_on_the_page(page, language):
    text = page(language)
    for figure in FIGURES.values():
        assert figure.title.said(language).replace("&", "&amp;") in text
        assert figure.definition.said(language).replace("&", "&amp;") in text


def test_a_figure_without_data_says_so(page):
    assert page("en").count("no data</td>") == len(FIGURES) - 1
    assert page("ja").count("データなし</td>") == len(FIGURES) - 1


def test_the_result_stands_with_its_parts_and_interval(page):
    text = page("en")
    assert "91.4<small>139 / 152</small>" in text
    assert "85.9–94.9 %" in text
    assert "101.6 %" in text


def test_rows_are_a_link_where_an_address_is_known_and_a_command_elsewhere(page):
    assert "noroshi kpi rows c2.match-rate --year 2026" in page()
    linked = page(rows_url="https://hub.example/figures/{name}")
    assert 'href="https://hub.example/figures/c2.match-rate"' in linked


def test_names_are_escaped_and_nothing_is_fetched(page):
    text = page()
    assert "Desk &lt;b&gt;" in text
    assert not re.search(r"(src|href|url)\s*[=(]\s*[\"']?(https?:|//)", text)
    assert "<script" not in text


def test_times_are_those_of_japan(page):
    assert "2026-11-26 12:00 JST" in page()
