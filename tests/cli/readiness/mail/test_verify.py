"""`noroshi readiness mail verify`: rows for machines, marks and reasons for people."""

import json

import pytest
from click.testing import CliRunner

from noroshi.cli.main import cli
from noroshi.spine.model import ConfigError
from noroshi.testing.signed_mail import Signer, signed

MAIL = b"From: a@isp.example\r\nTo: b@far.example\r\nSubject: Hello\r\nDate: today\r\n\r\nOne\r\n"


@pytest.fixture
def letter(tmp_path):
    signer = Signer(domain="isp.example")
    record = signer.record
    (tmp_path / "isp.zone").write_text(
        "$ORIGIN isp.example.\n@ 300 IN SOA ns hostmaster 1 60 30 604800 300\n@ 300 IN NS ns\n"
        '@ 300 IN TXT "v=spf1 ip4:192.0.2.1 -all"\n_dmarc 300 IN TXT "v=DMARC1; p=reject"\n'
        f's1._domainkey 300 IN TXT "{record[:200]}" "{record[200:]}"\n'
    )
    path = tmp_path / "list.eml"
    path.write_bytes(b"List-Id: <l.list.example>\r\n" + signed(MAIL, signer) + b"-- \r\nfooter\r\n")
    return path


def run(letter, *words, **more):
    zone = letter.parent / "isp.zone"
    return CliRunner().invoke(cli, ["readiness", "mail", "verify", "--zone", str(zone), *map(str, words)], **more)  # fmt: skip


def test_the_culprit_is_told_in_both_languages(letter):
    english = run(letter, letter, "--client", "192.0.2.9", "--helo", "mx.isp.example", env={"LC_ALL": "C"})  # fmt: skip
    assert english.exit_code == 0
    assert "XX dkim.fail: isp.example (s1): body-changed" in english.stdout
    assert "the body was changed after it was signed. (fault: list)" in english.stdout
    assert "（責任：list）" in run(letter, letter, env={"LC_ALL": "ja_JP.UTF-8"}).stdout


def test_machines_get_a_row_a_message_and_bad_files_are_counted(letter, tmp_path):
    (tmp_path / "junk.eml").write_bytes(b"")
    result = run(letter, letter, tmp_path / "junk.eml", "--json")
    (row,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert (row["fault"], row["dmarc"]["result"], row["dkim"][0]["why"]) == ("list", "fail", "body-changed")  # fmt: skip
    assert (result.exit_code, "1 messages refused: 1 not-a-mail" in result.stderr) == (1, True)


def test_an_envelope_needs_its_client(letter):
    assert isinstance(run(letter, letter, "--helo", "x").exception, ConfigError)
