"""OpenDKIM holds our made mail for signed, and we hold for signed what OpenDKIM signs."""

import re
import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from noroshi.readiness.mail.dkim import check_signatures, parse_letter
from noroshi.spine.net.lookup import Recorded
from noroshi.testing.signed_mail import Signer, signed

pytestmark = pytest.mark.skipif(not shutil.which("opendkim"), reason="opendkim is not installed")
MAIL = (
    b"From: a@isp.example\r\nTo: b@far.example\r\nSubject:  Hello \r\n\tthere\r\n"
    b"Date: Thu, 14 Jan 2027 15:00:01 +0000\r\nMessage-ID: <1@isp.example>\r\n\r\nOne\r\nTwo  2 \r\n\r\n"
)
SIGNER = Signer(domain="isp.example")


def opendkim(tmp_path, mail, *settings):
    """What it would put on top of a message."""
    (tmp_path / "conf").write_text("\n".join(("Syslog no", *settings)) + "\n")
    (tmp_path / "mail.eml").write_bytes(mail)
    command = ["opendkim", "-x", tmp_path / "conf", "-t", tmp_path / "mail.eml", "-v", "-v"]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.mark.parametrize(("tail", "result"), [(b"\r\n", "pass"), (b"footer\r\n", "fail")])
def test_opendkim_agrees_with_what_we_sign(tmp_path, tail, result):
    (tmp_path / "dns").write_text(f"{SIGNER.place[0]} {SIGNER.record}\n")
    told = opendkim(tmp_path, signed(MAIL, SIGNER) + tail, "Mode v", f"TestDNSData {tmp_path / 'dns'}")  # fmt: skip
    assert f"dkim={result}" in told


# Its test mode rebuilds header fields, so of the simple form of headers nothing can be learnt from it.
@pytest.mark.parametrize("forms", ["relaxed/simple", "relaxed/relaxed"])
def test_we_agree_with_what_opendkim_signs(tmp_path, forms):
    key = tmp_path / "key.pem"
    key.write_bytes(SIGNER.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    key.chmod(0o600)
    told = opendkim(tmp_path, MAIL, "Mode s", "Domain isp.example", "Selector s1", f"KeyFile {key}", "RequireSafeKeys no", "InternalHosts 0.0.0.0/0", f"Canonicalization {forms}")  # fmt: skip
    value = re.search(r"hname='DKIM-Signature' hvalue='([^']*)'", told)
    field = "DKIM-Signature:" + value[1].replace("\r", "").replace("\n", "\r\n") + "\r\n"
    keys = Recorded({SIGNER.place: [SIGNER.record]})

    def outcome(mail):
        (one,) = check_signatures(parse_letter(mail), keys, now_s=1_800_000_000)
        return one.result.value, one.why.value, one.detail

    assert outcome(field.encode() + MAIL) == ("pass", "", "")
    assert outcome(field.encode() + MAIL + b"footer\r\n")[1] == "body-changed"
