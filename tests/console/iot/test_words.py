"""Words: everything that a page can show of a device has words in both languages."""

from noroshi.console.iot.words import (
    CHANNELS,
    MAKES,
    STATES,
    STEPS,
    TROUBLES,
    group_text,
    reason_text,
    told,
)
from noroshi.iot.report import Trouble
from noroshi.jobs.iot.showing_programme import ORDER
from noroshi.spine.home.desk_settings import CHANNELS as NAMED
from noroshi.spine.model.line_case import LineState


def test_every_value_has_words():
    assert set(TROUBLES) == {one.value for one in Trouble}
    assert set(STATES) == {"found"} | {one.value for one in LineState}
    assert set(STEPS) == set(MAKES) == set(ORDER)
    assert set(NAMED) <= set(CHANNELS)


def test_what_has_no_words_is_itself():
    assert told("maker", "Example").ja == "Example"
    assert told("meets", "yes").en == "meets a listed server"
    assert group_text("maker", "letter").en == "letter"
    assert group_text("arm", "letter").ja == "手紙"
    assert group_text("maker", "unknown").ja == "不明"
    assert reason_text("stopped").en == "stopped"
    assert reason_text("").en == "under way"
