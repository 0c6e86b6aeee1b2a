"""What TLS and failure reports of the last days say."""

from collections import Counter

import pytest

from noroshi.readiness.mail.analyse.other_reports import FailuresSeen, TlsSeen
from noroshi.readiness.mail.judge.watch_reports import watch_failures, watch_tls

EXPIRED = Counter({("certificate-expired", "mx.isp.example"): 5})


@pytest.mark.parametrize(
    ("failed", "level"), [(0, "good"), (5, "warn"), (10, "bad")]
)  # fmt: skip
def test_the_share_of_failed_sessions_sets_the_level(failed, level):
    (check,) = watch_tls(TlsSeen(sessions=1_000, failed=failed), "isp.example")
    assert (check.code, check.level, check.remedy is None) == ("tls.sessions", level, failed == 0)


def test_the_worst_kind_is_named_with_its_remedy():
    seen = TlsSeen(sessions=1_000, failed=5, sessions_before=100, failed_before=1, kinds=EXPIRED)
    (check,) = watch_tls(seen, "isp.example")
    assert check.text.en == "TLS sessions of the last 7 days: 1,000, failed 5, 0.50% (before: 1.00%): certificate-expired mx.isp.example 5."  # fmt: skip
    assert "certificate" in check.remedy.en
    unknown = TlsSeen(sessions=9, failed=1, kinds=Counter({("new-kind", ""): 1}))
    assert "logs of TLS" in next(watch_tls(unknown, "isp.example")).remedy.en


def test_single_failures_are_a_note():
    seen = FailuresSeen(reports=3, reports_before=1, kinds=Counter(dmarc=3), sources=Counter({"192.0.2.7": 3}))  # fmt: skip
    (check,) = watch_failures(seen, "isp.example")
    assert (check.level, check.text.en) == ("note", "Failure reports of the last 7 days: 3 (before: 1): dmarc 3; from 192.0.2.7 3.")  # fmt: skip


def test_no_reports_say_nothing():
    assert [*watch_tls(TlsSeen(), "a.example"), *watch_failures(FailuresSeen(), "a.example")] == []
