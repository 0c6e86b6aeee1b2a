"""Checking mail: the programs' own parsers read the files that were made for them."""

import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from noroshi.jobs.readiness.checking_text import MOST_TEXT, Checked, find, run

Files = Mapping[str, str]

ABOVE = "$TTL 300\n{domain}. SOA ns.{domain}. h.{domain}. 1 60 30 604800 300\n{domain}. NS ns.elsewhere.invalid.\n"
"""What a zone has above the records: named-checkzone reads no zone without it."""

RSPAMD_MAIN = Path("/etc/rspamd/rspamd.conf")
_KEY_FILE = re.compile(r"^(KeyFile\s+)\S+$", re.MULTILINE)


def check_mail(domain: str, files: Files) -> dict[str, Checked]:
    """What each program says of its files; of the MTA-STS policy nobody says anything.

    Keys lie on the server, so OpenDKIM reads its settings here with one made for the moment.
    """
    found = {name: Checked(None, "", "") for name in files}
    for start, check in _CHECKS.items():
        own = {name: text for name, text in files.items() if name.startswith(start)}
        if own:
            with tempfile.TemporaryDirectory() as folder:
                found |= dict.fromkeys(own, check(Path(folder), domain, own))
    return found


def _zone(folder: Path, domain: str, files: Files) -> Checked:
    (folder / "zone").write_text(ABOVE.format(domain=domain) + files["records.zone"])
    return _verdict("named-checkzone", ["-v"], ["-i", "none", domain, str(folder / "zone")])


def _rspamd(folder: Path, _: str, files: Files) -> Checked:
    """Its parser reads the whole of its settings, with ours in the place of the machine's own."""
    for name, text in files.items():
        path = folder / name.removeprefix("rspamd/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    if not RSPAMD_MAIN.exists():
        return Checked(None, "rspamadm", "")
    options = [f"--var=LOCAL_CONFDIR={folder}", "configtest"]
    return _verdict("rspamadm", ["--version"], options, lambda _, said: "syntax OK" in said)


def _opendkim(folder: Path, _: str, files: Files) -> Checked:
    key = folder / "key"
    key.touch(0o600)
    made = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    key.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()))  # fmt: skip
    text = _KEY_FILE.sub(rf"\g<1>{key}", files["opendkim.conf"])
    # The folder lies where everybody may write, which OpenDKIM would not forgive.
    (folder / "conf").write_text(f"{text}RequireSafeKeys no\n")
    return _verdict("opendkim", ["-V"], ["-n", "-x", str(folder / "conf")])


def _opendmarc(folder: Path, _: str, files: Files) -> Checked:
    (folder / "conf").write_text(files["opendmarc.conf"])
    return _verdict("opendmarc", ["-V"], ["-n", "-c", str(folder / "conf")])


def _postfix(folder: Path, _: str, files: Files) -> Checked:
    """`postconf -n` ends with 0 whatever it meets, so a warning is a refusal."""
    (folder / "main.cf").write_text(files["postfix/main.cf"])
    (folder / "master.cf").write_text("smtp inet n - y - - smtpd\n")
    return _verdict(
        "postconf", ["-h", "mail_version"], ["-c", str(folder), "-n"], _warns_of_nothing
    )


def _warns_of_nothing(code: int, said: str) -> bool:
    return code == 0 and not _WARNS.search(said)


_WARNS = re.compile(r"^\S*postconf: (?:warning|error|fatal):", re.MULTILINE)

_CHECKS: dict[str, Callable[[Path, str, Files], Checked]] = {
    "records.zone": _zone,
    "rspamd/": _rspamd,
    "opendkim.conf": _opendkim,
    "opendmarc.conf": _opendmarc,
    "postfix/": _postfix,
}
"""By how the names of the files begin."""


def _verdict(
    name: str,
    version: list[str],
    options: list[str],
    is_good: Callable[[int, str], bool] = lambda code, _: code == 0,
) -> Checked:
    path = find(name)
    if path is None:
        return Checked(None, name, "")
    code, said = run([path, *options])
    told = run([path, *version])[1].strip().partition("\n")[0].strip()
    parser = f"{name} {told}" if told[:1].isdigit() else told.removeprefix(f"{name}: ") or name
    return Checked(is_good(code, said), parser, said.strip()[:MOST_TEXT])
