"""Document: each sheet is one page of A4, in both languages."""

from datetime import UTC, datetime

import pytest

from noroshi.relay.kpi import FIGURES, Report, render_report
from noroshi.relay.kpi.document import as_pdf, lay_out


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_full_sheet_is_one_page(sheets_of, measured, entered, language):
    measures = [
        measured(name, 139, 152, 0.8, 0.9) if figure.share else measured(name, figure.target)
        for name, figure in FIGURES.items()
    ]
    entries = [entered(name, 1_234_567_890) for name in FIGURES]
    report = Report(
        year=2026,
        at=datetime(2026, 11, 26, 3, tzinfo=UTC),
        producer="Noroshi",
        sheets=sheets_of(measures, entries),
    )
    assert len(lay_out(render_report(report, language)).pages) == 2


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_nothing_is_fetched_for_it():
    assert as_pdf('<img src="http://192.0.2.1/x.png" alt="x"><p>text').startswith(b"%PDF-")
