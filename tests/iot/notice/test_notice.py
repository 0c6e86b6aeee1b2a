"""Notice: plain words, few ports, times of the reader's own clock."""

import pytest

from noroshi.iot.notice import shipped_steps
from noroshi.iot.notice.notice import SHOWN, TROUBLES, notice_of
from noroshi.iot.report import Trouble

from .conftest import AT


def test_every_trouble_has_plain_words():
    assert set(TROUBLES) == set(Trouble)


def test_times_are_japans_and_ports_few(case_of, desk):
    exposure = case_of().exposures[0]
    many = tuple(exposure | {"port": str(port)} for port in range(80, 100))
    made = notice_of(case_of(exposures=many), desk, shipped_steps(), language="ja", at=AT)
    assert len(made.seen) == SHOWN
    assert made.seen[0]["when"] == "2026-11-01 00:00 JST"
    assert made.date == "2026-11-01"


@pytest.mark.parametrize(("severity", "urgent"), [("critical", True), ("high", False)])
def test_what_is_exploited_is_urgent(case_of, desk, severity, urgent):
    case = case_of(severity=severity)
    made = notice_of(case, desk, shipped_steps(), language="en", at=AT)
    assert made.urgent is urgent


def test_an_unknown_device_has_a_general_word(case_of, desk):
    case = case_of(vendor="", product="")
    made = notice_of(case, desk, shipped_steps(), language="en", at=AT)
    assert "network device" in made.device
