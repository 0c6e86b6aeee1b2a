"""Checklist page: both forms in both languages, with a device's text as text."""

import pytest

from noroshi.iot.report.checklist import checklist_of
from noroshi.iot.report.checklist_page import render_checklist
from noroshi.iot.report.provisions import CHECKLIST
from noroshi.testing.devices import SEEN, one_device


def text_of(language, form, devices=(), maker=""):
    made = checklist_of(devices, maker=maker)
    return render_checklist(made, producer="Example Net", at=SEEN, language=language, form=form)


@pytest.mark.parametrize("form", ["html", "md"])
@pytest.mark.parametrize(("language", "none"), [("ja", "データなし"), ("en", "no data")])
def test_every_question_is_asked_and_missing_data_is_said(form, language, none):
    text = text_of(language, form)
    for one in CHECKLIST:
        for ask in one.asks:
            assert ask.provision in text
            assert ask.question.said(language) in text
    assert none in text


def test_counts_stand_where_they_were_seen():
    devices = [one_device(str(number), "alpha") for number in range(3)]
    text = text_of("en", "md", [*devices, one_device("x", "beta", vendor="Other")], "Example")
    assert "This maker's devices 3 / 3; All surveyed devices 4 / 4" in text
    assert "S1.1-02" in text


def test_a_name_is_no_markup():
    name = "<script>|x\n# y"
    assert "<script>" not in text_of("en", "html", maker=name)
    assert "\n# y" not in text_of("en", "md", maker=name)
    assert r"\<script\>\|x" in text_of("en", "md", maker=name)
