"""Weaknesses: a truth table of versions, back-ports and what is not known."""

from datetime import date

import pytest

from noroshi.iot.analyse.cpe import Cpe
from noroshi.iot.analyse.identity import Identity
from noroshi.iot.judge import Certainty, EndOfLife, Knowledge, Range

FIRMWARE = Cpe("o", "example", "ex_firmware", "*")
SSH = Cpe("a", "openbsd", "openssh", "*")

KNOWLEDGE = Knowledge(
    ranges=[
        Range(cve="CVE-2019-0002", cpe=FIRMWARE, end="2.0"),
        Range(cve="CVE-2021-10000", cpe=FIRMWARE, end="2.0", end_in=True),
        Range(cve="CVE-2021-0003", cpe=FIRMWARE, end="2.0", conditional=True),
        Range(cve="CVE-2021-0003", cpe=FIRMWARE, end="1.0"),
        Range(cve="CVE-2016-0001", cpe=SSH, end="7.4", end_in=True),
    ],
    exploited=frozenset({"CVE-2019-0002"}),
    ends=[EndOfLife(product=FIRMWARE[:3], cycle="1", day=date(2020, 1, 1))],
)


def identity(*cpes):
    return Identity(vendor="Example", product="EX", version="x", cpes=cpes)


def told(cpe, version):
    found = KNOWLEDGE.weaknesses_of(identity(cpe._replace(version=version)))
    return [(one.cve, one.certainty.value, one.exploited) for one in found]


@pytest.mark.parametrize(
    ("cpe", "version", "weaknesses"),
    [
        (FIRMWARE, "2.1", []),
        (FIRMWARE, "2.0", [("CVE-2021-10000", "exact", False)]),
        (
            FIRMWARE, "1.5",
            [
                ("CVE-2021-10000", "exact", False), ("CVE-2021-0003", "possibly", False),
                ("CVE-2019-0002", "exact", True),
            ],
        ),
        (SSH, "7.4", [("CVE-2016-0001", "possibly", False)]),
        (SSH, "7.5", []),
        (FIRMWARE, "*", []),
        (FIRMWARE, "-", []),
    ],
)  # fmt: skip
def test_the_truth_table_of_versions(cpe, version, weaknesses):
    assert told(cpe, version) == weaknesses


def test_a_certain_range_outweighs_a_conditional_one():
    found = KNOWLEDGE.weaknesses_of(identity(FIRMWARE._replace(version="0.9")))
    assert {one.cve: one.certainty for one in found}["CVE-2021-0003"] is Certainty.EXACT


def test_the_first_dated_version_tells_the_end():
    dated = identity(SSH._replace(version="7.4"), FIRMWARE._replace(version="1.2"))
    assert KNOWLEDGE.end_of(dated) == date(2020, 1, 1)
    assert KNOWLEDGE.end_of(identity(SSH._replace(version="7.4"))) is None


def test_nothing_known_is_nothing_told():
    nothing = Knowledge()
    assert nothing.weaknesses_of(identity(FIRMWARE._replace(version="1"))) == []
    assert nothing.end_of(identity()) is None
