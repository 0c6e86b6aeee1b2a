"""Auditor: the null twin keeps the protocol."""

from noroshi.spine.model import Auditor, NullAuditor


def test_the_null_twin_lets_every_act_pass():
    auditor: Auditor = NullAuditor()
    assert auditor.note("user:a", "token.issue", "nrs_12345678") is None
