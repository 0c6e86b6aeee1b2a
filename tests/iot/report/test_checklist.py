"""Checklist: figures of a maker and of all, and none where there are too few devices."""

from noroshi.iot.report.checklist import checklist_of, checklist_row
from noroshi.iot.report.exposure import Trouble
from noroshi.testing.devices import one_device

DEVICES = [
    one_device("1", "alpha"),
    one_device("2", "alpha", trouble="exposed", cves=[], services=["tcp/9999"]),
    one_device("3", "alpha", trouble="weak-credential"),
    one_device("4", "beta", vendor="Other"),
]


def test_a_maker_s_figures_stand_beside_all():
    made = checklist_of(DEVICES, maker="Example")
    assert made.own.devices == 3
    assert made.own.troubles == (
        (Trouble.WEAK_CREDENTIAL, 1), (Trouble.VULNERABLE, 1), (Trouble.EXPOSED, 1),
    )  # fmt: skip
    assert (made.own.signs["5.1"], made.own.signs["5.2"], made.every.signs["5.3"]) == (1, None, 3)


def test_without_enough_devices_there_is_no_figure():
    made = checklist_of(DEVICES, maker="Other")
    assert made.own is None
    assert made.every.devices == 4
    assert checklist_of([]).every is None
    assert checklist_of(DEVICES[:2]).every is None


def test_the_row_says_null_for_no_data():
    row = checklist_row(checklist_of([], maker="Example"))
    assert (row["found"], row["found_of_all"]) == (None, None)
    assert {one["devices"] for one in row["provisions"]} == {None}
    first = row["provisions"][0]["questions"][0]
    assert (first["provision"], first["demand"]) == ("5.1-1", True)
    whole = checklist_row(checklist_of(DEVICES, maker="Example"))
    assert whole["found"]["troubles"]["vulnerable"] == 1
