"""Alignment: whose vouching counts for the author's domain."""

import pytest

from noroshi.readiness.mail.dkim import parse_letter
from noroshi.readiness.mail.judge.alignment import Voucher, author_domain, judge_alignment
from noroshi.spine.model import InputError
from noroshi.spine.net.lookup import Recorded

RECORD = ("_dmarc.isp.example", "TXT")


def judged(*vouchers, record="v=DMARC1; p=reject", author="isp.example", more=None):
    answers = {RECORD: None if record is None else [record], **(more or {})}
    return judge_alignment(author, [Voucher(method=m, domain=d, result=r) for m, d, r in vouchers], Recorded(answers))  # fmt: skip


@pytest.mark.parametrize(
    ("voucher", "record", "result"),
    [
        (("dkim", "isp.example", "pass"), "v=DMARC1; p=reject", "pass"),
        (("dkim", "news.isp.example", "pass"), "v=DMARC1; p=reject", "pass"),
        (("dkim", "news.isp.example", "pass"), "v=DMARC1; p=reject; adkim=s", "fail"),
        (("spf", "news.isp.example", "pass"), "v=DMARC1; p=reject; adkim=s", "pass"),
        (("spf", "news.isp.example", "pass"), "v=DMARC1; p=reject; aspf=s", "fail"),
        (("spf", "far.example", "pass"), "v=DMARC1; p=reject", "fail"),
        (("dkim", "isp.example", "fail"), "v=DMARC1; p=reject", "fail"),
        (("dkim", "isp.example", "temperror"), "v=DMARC1; p=reject", "temperror"),
        (("dkim", "", "permerror"), "v=DMARC1; p=reject", "fail"),
        (("dkim", "isp.example", "pass"), None, "temperror"),
        (("dkim", "isp.example", "pass"), "hello", "none"),
    ],
)
def test_who_may_vouch(voucher, record, result):
    assert judged(voucher, record=record).result == result


def test_the_policy_is_told():
    found = judged(record="v=DMARC1; p=reject; sp=quarantine; t=y", author="a.isp.example")
    assert (found.result, found.policy, found.testing) == ("fail", "quarantine", True)


def test_a_voucher_whose_domain_does_not_answer_leaves_it_open():
    silent = {("_dmarc.far.example", "TXT"): None}
    assert judged(("dkim", "far.example", "pass"), more=silent).result == "temperror"
    both = (("dkim", "far.example", "pass"), ("spf", "isp.example", "pass"))
    assert judged(*both, more=silent).as_dict()["aligned"] == ["spf isp.example"]


@pytest.mark.parametrize(
    ("head", "domain"),
    [
        (b"From: =?utf-8?q?a=40b?= <x@ISP.example>", "isp.example"),
        (b"From: a@isp.example, b@isp.example", "isp.example"),
        (b'From: "a@far.example" <a@isp.example>', "isp.example"),
    ],
)
def test_the_author_is_the_domain_of_the_address(head, domain):
    assert author_domain(parse_letter(head + b"\r\n\r\n")) == domain


@pytest.mark.parametrize("head", [b"To: a@isp.example", b"From: a@isp.example\r\nFrom: a@isp.example", b"From: a@isp.example, b@far.example", b"From: nobody", b"From: \xff@\xfe"])  # fmt: skip
def test_no_author_or_several_are_refused(head):
    with pytest.raises(InputError):
        author_domain(parse_letter(head + b"\r\n\r\n"))
