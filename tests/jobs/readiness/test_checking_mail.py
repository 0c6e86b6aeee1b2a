"""The programs read what was made for them, and refuse what is broken."""

import pytest

from noroshi.jobs.readiness import checking_mail
from noroshi.jobs.readiness.checking_mail import RSPAMD_MAIN, check_mail
from noroshi.readiness.mail.configure import Plan, StepName, files
from noroshi.testing.daemons import program

PLAN = Plan(
    domain="isp.example", step=StepName.NONE, report_to="d@isp.example", networks=("192.0.2.0/24",),
    includes=("service.test",), exchangers=("mx.isp.example",), public_key="A" * 392,
)  # fmt: skip

BROKEN = {
    "records.zone": ("named-checkzone", ('"v=spf1', "v=spf1 (")),
    "rspamd/local.d/dmarc.conf": ("rspamadm", ("reporting {", "reporting {{")),
    "opendkim.conf": ("opendkim", ("Mode    ", "Moode    ")),
    "opendmarc.conf": ("opendmarc", ("RejectFailures", "RejectFailure")),
    "postfix/main.cf": ("postconf", ("smtpd_milters", "smtpd_milterz")),
}


def needs(name):
    if program(name) is None or (name == "rspamadm" and not RSPAMD_MAIN.exists()):
        pytest.skip(f"{name} is not installed here")


@pytest.mark.parametrize("name", list(BROKEN))
def test_each_program_takes_its_file_and_refuses_a_broken_one(name):
    needs(BROKEN[name][0])
    text = files(PLAN)[name]
    good = check_mail("isp.example", {name: text})[name]
    assert good.good, good.said
    assert any(sign.isdigit() for sign in good.parser)
    assert BROKEN[name][1][0] in text
    assert check_mail("isp.example", {name: text.replace(*BROKEN[name][1])})[name].good is False


def test_nobody_reads_the_policy_file():
    assert check_mail("isp.example", {"mta-sts.txt": "version: STSv1\n"})["mta-sts.txt"].good is None  # fmt: skip


def test_without_programs_nothing_is_accepted(monkeypatch):
    monkeypatch.setattr(checking_mail, "find", lambda _: None)
    checked = check_mail("isp.example", files(PLAN))
    assert {one.good for one in checked.values()} == {None}
    assert checked["opendkim.conf"].parser == "opendkim"
