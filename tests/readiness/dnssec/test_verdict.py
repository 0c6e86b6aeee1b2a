"""Every fault has its words, its remedy and, where one fits, its extended error."""

import dns.name

from noroshi.readiness.dnssec.verdict import ABOUT, Broken, Fault, State, Verdict


def test_every_fault_is_told_in_both_languages():
    assert set(ABOUT) == set(Fault)
    for about in ABOUT.values():
        assert all((*about.text_pair, *about.remedy_pair))


def test_extended_errors_are_those_of_the_registry():
    codes = {ABOUT[fault].ede for fault in Fault} - {None}
    assert codes == {1, 2, 6, 7, 8, 9, 10, 12, 22, 23, 25, 27}


def test_a_good_verdict_has_no_reason():
    found = Verdict(state=State.SECURE, at=dns.name.root)
    assert found.as_dict() == {"state": "secure", "at": ".", "fault": None, "ede": None, "text": None}  # fmt: skip
    assert Broken(Fault.WRONG).fault == "signature-wrong"
