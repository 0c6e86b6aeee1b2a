"""`noroshi kpi report`: the sheets in every form."""

import csv

from noroshi.relay.kpi import FIGURES


def test_each_form_is_written(noroshi, tmp_path):
    for name, start in (("a.html", b"<!doctype html>"), ("a.pdf", b"%PDF-"), ("a.csv", b"name,")):
        assert noroshi("kpi", "report", "--out", name).returncode == 0
        assert (tmp_path / name).read_bytes().startswith(start)
    with (tmp_path / "a.csv").open(encoding="utf-8") as lines:
        assert len(list(csv.DictReader(lines))) == len(FIGURES)


def test_the_language_is_chosen(noroshi, tmp_path):
    noroshi("kpi", "report", "--out", "en.html", "--language", "en")
    assert '<html lang="en">' in (tmp_path / "en.html").read_text(encoding="utf-8")


def test_the_terminal_shows_both_sheets(noroshi):
    told = noroshi("kpi", "report").stdout
    assert "Active cyber defence" in told
    assert "200,000,000" in told


def test_another_suffix_is_wrong_use(noroshi):
    told = noroshi("kpi", "report", "--out", "sheet.docx")
    assert told.returncode == 2
    assert ".html, .pdf, .csv" in told.stderr
