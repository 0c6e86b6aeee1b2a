"""Settings pass the parser of each program, and broken ones do not."""

import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from noroshi.readiness.mail.configure.daemons import opendkim, opendmarc, postfix, rspamd
from noroshi.testing.daemons import program

RSPAMD = Path("/etc/rspamd/rspamd.conf")


UNSAFE = "RequireSafeKeys no\n"
"""The test's key lies below a folder that everybody may write."""


def needs(name):
    return pytest.mark.skipif(program(name) is None, reason=f"apt-get install {name}")


def run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)  # fmt: skip


@needs("opendkim")
@pytest.mark.parametrize(("more", "code"), [("", 0), ("Nonsense yes\n", 78), ("Mode\n", 78)])
def test_opendkim(tmp_path, more, code):
    key = tmp_path / "key"
    key.write_bytes(rsa.generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()))  # fmt: skip
    key.chmod(0o600)
    text = opendkim("isp.example", "s1", ("192.0.2.0/24",))["opendkim.conf"]
    conf = tmp_path / "opendkim.conf"
    conf.write_text(text.replace("/etc/dkimkeys/isp.example.s1.private", str(key)) + UNSAFE + more)
    assert run(program("opendkim"), "-n", "-x", conf).returncode == code


@needs("opendmarc")
@pytest.mark.parametrize("acts", [True, False])
@pytest.mark.parametrize(("more", "code"), [("", 0), ("Nonsense yes\n", 78)])
def test_opendmarc(tmp_path, acts, more, code):
    conf = tmp_path / "opendmarc.conf"
    text = opendmarc("isp.example", acts=acts)["opendmarc.conf"]
    assert ("RejectFailures          true" in text) is acts
    conf.write_text(text + more)
    assert run(program("opendmarc"), "-n", "-c", conf).returncode == code


@needs("postfix")
@pytest.mark.parametrize(("more", "good"), [("", True), ("smtpd_milterz = x\n", False)])
def test_postfix(tmp_path, more, good):
    """`postconf -n` ends with 0 whatever it meets, so its warnings are the verdict."""
    (tmp_path / "main.cf").write_text(postfix()["postfix/main.cf"] + more)
    (tmp_path / "master.cf").write_text("smtp inet n - y - - smtpd\n")
    told = run(program("postconf"), "-c", tmp_path, "-n").stderr
    assert ("unused parameter" not in told) is good


@pytest.mark.skipif(program("rspamadm") is None or not RSPAMD.exists(), reason="apt-get install rspamd")  # fmt: skip
@pytest.mark.parametrize(("acts", "more", "good"), [(True, "", True), (False, "", True), (True, "actions = {\n", False)])  # fmt: skip
def test_rspamd(tmp_path, acts, more, good):
    for name, text in rspamd("isp.example", "s1", acts=acts).items():
        path = tmp_path / name.removeprefix("rspamd/")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + more)
    checked = run(program("rspamadm"), f"--var=LOCAL_CONFDIR={tmp_path}", "configtest")
    assert ("syntax OK" in checked.stdout + checked.stderr) is good
