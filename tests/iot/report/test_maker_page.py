"""Maker page: one sheet a maker, in both languages, with nothing of a device's own text as markup."""

from noroshi.iot.report.maker import makers_of
from noroshi.iot.report.maker_page import render_makers
from noroshi.testing.devices import SEEN, one_device


def page_of(language, **more):
    makers = makers_of([one_device("1", "alpha", **more)], fewest=1)
    return render_makers(makers, producer="Example Net", at=SEEN, language=language)


def test_a_sheet_says_the_same_in_both_languages():
    for language, told in (("ja", "初期パスワード"), ("en", "No universal default passwords")):
        page = page_of(language)
        assert told in page
        assert "CVE-2024-0001" in page
        assert f'lang="{language}"' in page


def test_a_devices_text_is_no_markup():
    assert "<script>" not in page_of("en", product="<script>", version="<script>")


def test_no_maker_is_said_so():
    assert "no maker" in render_makers((), producer="x", at=SEEN, language="en")
