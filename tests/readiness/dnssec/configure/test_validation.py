"""Validation texts: read by the resolvers' own parsers, and broken ones refused."""

import pytest

from noroshi.jobs.readiness.checking_text import check_text
from noroshi.jobs.readiness.dnssec_configuring import validation_text
from noroshi.readiness.dnssec.configure.validation import (
    Mode,
    ValidationWish,
    bind_validation,
    kresd_validation,
    unbound_validation,
)
from noroshi.spine.model import ConfigError
from noroshi.testing.daemons import program

UNBOUND = [
    ("server:", "server"), ("validator iterator", "validator iterater"), ("permissive-mode: no", "permissive-mode: maybe"),
    ("val-log-level: 2", "val-log-level: two"), ("ede: yes", "ede: aye"), ("harden-dnssec-stripped", "harden-dnssec-striped"),
    ("edns-buffer-size: 1232", "edns-buffer-size: big"), ('auto-trust-anchor-file: "', 'auto-trust-anchor-file: "/none'),
    ("val-clean-additional: yes", "val-clean-additional: 7"), ('iterator"', "iterator"), ("    ede", "    }ede"), ("module-config:", "module-config"),
]  # fmt: skip
BIND = [
    ("options {", "options"), ("validation auto", "validation always"), ("edns-udp-size 1232", "edns-udp-size big"), ("};\n\nlogging", "}\n\nlogging"),
    ("channel validation", "channel"), ("syslog daemon", "sysslog daemon"), ("severity info", "severity shout"), ("category dnssec", "category"),
    ("{ validation; }", "{ other; }"), ("max-udp-size 1232", "max-udp-size"), ("logging {", "loging {"), ("dnssec-validation", "dnssec-validate"),
]  # fmt: skip
KRESD = [
    ("add_file(", "add_fil("), ("'.')", "'.'"), ("bogus_log", "bogus_lo"), ("modules.load('ta_sentinel')", "modules.load('ta_sentinel)"),
    ("net.bufsize", "nett.bufsize"), ("1232", "'big'"), ("trust_anchors.remove", "trust_anchors.removed"), ("ta_signal_query", "ta_signal"),
    ("modules.load", "module.load"), ("-- ", "- "), (".key')", ".none')"), ("net.bufsize(1232)", "net.bufsize(1232"),
]  # fmt: skip
PROGRAMS = {"unbound": "unbound-checkconf", "named": "named-checkconf", "kresd": "kresd"}


def checked(dialect, text):
    if program(PROGRAMS[dialect]) is None:
        pytest.skip(f"the parser of {dialect} is not installed")
    return check_text(dialect, text)


@pytest.mark.parametrize(("system", "mode"), [("unbound", "off"), ("unbound", "log"), ("unbound", "enforce"), ("bind", "off"), ("bind", "enforce"), ("kresd", "off"), ("kresd", "enforce")])  # fmt: skip
@pytest.mark.parametrize("anchor", ["", "/var/lib/elsewhere/root.key"])
def test_the_resolvers_parser_reads_it(system, mode, anchor):
    text, found = validation_text(system, ValidationWish(mode=Mode(mode), anchor=anchor))
    assert found.good in (True, None), found.said
    assert anchor in text or mode == "off" or system == "bind"


def anchored(tmp_path):
    file = tmp_path / "root.key"
    file.write_text(
        ". 3600 IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D\n"
    )
    return ValidationWish(mode=Mode.ENFORCE, anchor=str(file))


@pytest.mark.parametrize(
    ("dialect", "write", "change"),
    [
        *(("unbound", unbound_validation, change) for change in UNBOUND),
        *(("named", bind_validation, change) for change in BIND),
        *(("kresd", kresd_validation, change) for change in KRESD),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else None,
)  # fmt: skip
def test_a_broken_text_is_refused(tmp_path, dialect, write, change):
    text = write(anchored(tmp_path))
    assert change[0] in text
    assert checked(dialect, text.replace(*change)).good is False


def test_only_unbound_can_only_note():
    assert "permissive-mode: yes" in unbound_validation(ValidationWish(mode=Mode.LOG))
    for write in (bind_validation, kresd_validation):
        with pytest.raises(ConfigError, match="rehearse"):
            write(ValidationWish(mode=Mode.LOG))


def test_a_path_that_ends_a_statement_is_refused():
    with pytest.raises(ConfigError):
        ValidationWish(mode=Mode.ENFORCE, anchor="/x'); os.execute('")
