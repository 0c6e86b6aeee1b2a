"""Wishes are checked before anything of them stands in a file, and files by the programs themselves."""

from dataclasses import replace

import pytest

from noroshi.jobs.readiness import mail_configuring
from noroshi.jobs.readiness.checking_text import Checked
from noroshi.jobs.readiness.mail_configuring import Wishes, configure_mail
from noroshi.spine.model import ConfigError

WISHES = Wishes(
    domain="ISP.example", step="none", report_to="d@isp.example", networks=["192.0.2.0/24"], includes=[],
    exchangers=["mx.isp.example"], selector="s1", public_key="", sts_id="1", receive="monitor",
)  # fmt: skip


@pytest.fixture
def verdicts(monkeypatch):
    """What parsers say by name; the others are not at hand."""
    said = {}

    def check(domain, files):
        assert domain == "isp.example"
        return {name: said.get(name, Checked(None, "", "")) for name in files}

    monkeypatch.setattr(mail_configuring, "check_mail", check)
    return said


def test_files_are_written(tmp_path, verdicts):
    made = configure_mail(WISHES, tmp_path / "out")
    assert len(made) == 8
    assert "_dmarc.isp.example." in (tmp_path / "out" / "records.zone").read_text()


def test_what_its_program_refuses_is_not_written(tmp_path, verdicts):
    verdicts["opendkim.conf"] = Checked(False, "opendkim", "no")
    verdicts["opendmarc.conf"] = Checked(True, "opendmarc 1", "")
    rows = {one.name: one.as_dict() for one in configure_mail(WISHES, tmp_path)}
    assert not (tmp_path / "opendkim.conf").exists()
    assert (tmp_path / "opendmarc.conf").read_text() == rows["opendmarc.conf"]["text"]
    assert [rows[name]["checked"] for name in ("opendkim.conf", "opendmarc.conf", "mta-sts.txt")] == [False, True, None]  # fmt: skip
    assert rows["opendmarc.conf"]["for"] == "isp.example: opendmarc.conf"


@pytest.mark.parametrize(
    "change",
    [
        {"report_to": 'a@b" ; x'}, {"selector": "s1\nMode v"}, {"public_key": "junk"}, {"sts_id": "a b"},
        {"networks": ["192.0.2.1/24"]}, {"includes": ["a b"]}, {"exchangers": ["x"]}, {"domain": "a;b"}, {"step": "all"},
    ],
)  # fmt: skip
def test_a_malformed_wish_writes_nothing(tmp_path, change):
    with pytest.raises(ConfigError):
        configure_mail(replace(WISHES, **change), tmp_path)
    assert list(tmp_path.iterdir()) == []
