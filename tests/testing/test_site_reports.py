"""Made reports name what they are asked to."""

from noroshi.testing.site_reports import site_report, wanted


def test_a_made_report_names_its_urls():
    made = site_report(1, wanted("http://a.example/"))
    assert [one.host for one in made.urls] == ["a.example"]
    assert made.receipt
