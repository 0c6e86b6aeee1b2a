"""The quarterly sheet says the same as the lines, in both languages, on one page."""

import pytest

from noroshi.readiness.guide.progress_page import render_progress
from noroshi.relay.kpi.document import lay_out

from .test_progress import made


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "四半期の進捗報告"), ("en", "Quarterly progress")]
)
def test_it_is_one_page(language, words, read, declared):
    sheet = made(read, declared("mail.receive", "met"), *(declared(code, "not-applicable") for code in ("rpki.roa", "rpki.loss", "rpki.aspa", "mail.loss", "mail.spf", "mail.dkim", "manrs.filter", "manrs.contact", "outlet.caps", "dnssec.nta")))  # fmt: skip
    html = render_progress(sheet, language)
    assert words in html
    assert "+5" in html
    assert len(lay_out(html).pages) == 1


def test_without_changes_it_says_so(read):
    assert "Nothing else changed." in render_progress(made(read), "en")
