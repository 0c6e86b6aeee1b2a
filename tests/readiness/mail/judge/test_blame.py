"""Classes of sources."""

import pytest

from noroshi.readiness.mail.judge.blame import (
    FAULTS,
    REMEDIES,
    Knowledge,
    SenderClass,
    sender_class,
)
from noroshi.testing.mail_reports import Record

FAIL = {"source": "192.0.2.1", "dkim": "fail", "spf": "fail"}


@pytest.mark.parametrize(
    ("record", "known", "kind"),
    [
        (Record(source="192.0.2.1"), {}, SenderClass.ALIGNED),
        (Record(**FAIL), {"own": ("192.0.2.0/24",)}, SenderClass.OWN_UNALIGNED),
        (Record(**FAIL), {"own": ("2001:db8::/32",), "permits": lambda _: True}, SenderClass.OWN_UNALIGNED),
        (Record(**FAIL, signatures={"m.service.test": "pass"}), {"known": frozenset({"service.test"})}, SenderClass.KNOWN_UNSIGNED),
        (Record(**FAIL, signatures={"m.service.test": "pass"}), {}, SenderClass.UNKNOWN),
        (Record(**FAIL, reasons=("forwarded",)), {}, SenderClass.FORWARDER),
        (Record(**FAIL, signatures={"isp.example": "fail"}, envelope={"list.test": "pass"}), {}, SenderClass.FORWARDER),
        (Record(**FAIL), {"permits": lambda _: False}, SenderClass.SPOOFER),
    ],
)  # fmt: skip
def test_each_class(seen_of, record, known, kind):
    source = seen_of([record]).sources["192.0.2.1"]
    assert sender_class(source, Knowledge(domain="isp.example", **known)) is kind


def test_a_steady_source_is_not_taken_for_a_forger(seen_of):
    source = seen_of(*[[Record(**FAIL)]] * 5).sources["192.0.2.1"]
    assert sender_class(source, Knowledge(domain="isp.example")) is SenderClass.UNKNOWN


def test_every_class_has_a_fault_and_a_remedy():
    assert set(FAULTS) == set(REMEDIES) == set(SenderClass)
