"""SPF results: the openspf suite, and senders and domains that mean harm."""

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.mail.spf import Sender, SpfResult, check_host
from noroshi.spine.net.lookup import Recorded, Remembering

DATA = Path(os.environ.get("NOROSHI_DATA", Path(__file__).parents[5] / "shared" / "data"))
SUITE = DATA / "netsec" / "spf" / "openspf-rfc4408-tests.yml"


def recorded(zone):  # noqa: C901  # the suite's own rules, one a branch
    """The suite's zone data; SPF records stand for TXT where there is none (its own rule)."""
    answers = {}
    for name, entries in zone.items():
        key = name.lower().removesuffix(".")
        kinds = {}
        for entry in entries:
            if entry == "TIMEOUT":
                for kind in ("TXT", "A", "AAAA", "MX", "PTR"):
                    kinds.setdefault(kind, None)
                continue
            ((kind, value),) = entry.items()
            if kind == "MX":
                value = " ".join(map(str, value))
            elif isinstance(value, list):
                value = "".join(value)
            kinds.setdefault(kind, [])
            if value == "TIMEOUT":
                kinds[kind] = None
            elif kinds[kind] is not None:
                kinds[kind] = [*kinds[kind], str(value)]
        if "SPF" in kinds:
            kinds.setdefault("TXT", kinds["SPF"])
            del kinds["SPF"]
        if kinds.get("TXT") == ["NONE"]:  # no copy of SPF; the rest of the name may time out
            del kinds["TXT"]
            if "TIMEOUT" in entries:
                kinds["TXT"] = None
        answers.update({(key, kind): values for kind, values in kinds.items()})
        answers.setdefault((key, "NONE"), [])
    return Recorded(answers)


def found_cases():
    if not SUITE.exists():
        return
    for part in yaml.safe_load_all(SUITE.read_text(encoding="utf-8")):
        lookup = recorded(part["zonedata"])
        for name, test in part["tests"].items():
            yield pytest.param(part["description"], test, lookup, id=name)


@pytest.mark.skipif(not SUITE.exists(), reason="the openspf suite is not here; set NOROSHI_DATA")
@pytest.mark.parametrize(("part", "test", "lookup"), list(found_cases()))
def test_the_openspf_suite_holds(part, test, lookup):
    sender = Sender(address=test["host"], mail_from=test["mailfrom"], helo=test["helo"])
    checked = check_host(sender, lookup)
    wanted = test["result"] if isinstance(test["result"], list) else [test["result"]]
    assert checked.result in wanted, checked.why
    if test.get("explanation") not in (None, "DEFAULT"):
        assert checked.explanation == test["explanation"]


HARM = {
    ("loop.example", "TXT"): ["v=spf1 include:loop.example -all"],
    ("a.example", "TXT"): ["v=spf1 redirect=b.example"],
    ("b.example", "TXT"): ["v=spf1 redirect=a.example"],
    ("wide.example", "TXT"): ["v=spf1 " + "a:no.wide.example " * 9 + "-all"],
    ("void.example", "TXT"): ["v=spf1 a:1.void.example a:2.void.example a:3.void.example +all"],
    ("mx.example", "TXT"): ["v=spf1 mx +all"],
    ("mx.example", "MX"): [f"10 m{number}.mx.example" for number in range(11)],
    ("twice.example", "TXT"): ["v=spf1 +all", "v=spf1 -all"],
}


@pytest.mark.parametrize("domain", sorted({name for name, _ in HARM}))
def test_a_domain_that_means_harm_never_passes(domain):
    sender = Sender(address="192.0.2.1", mail_from=f"x@{domain}")
    assert check_host(sender, Recorded(HARM)).result is SpfResult.PERMERROR


def test_an_unanswered_question_is_a_temporary_error():
    lookup = Recorded({("example.test", "TXT"): None})
    sender = Sender(address="192.0.2.1", mail_from="x@example.test")
    assert check_host(sender, lookup).result is SpfResult.TEMPERROR


def test_mapped_addresses_are_ipv4():
    lookup = Recorded({("d.example", "TXT"): ["v=spf1 ip4:192.0.2.1 -all"]})
    sender = Sender(address="::ffff:192.0.2.1", mail_from="x@d.example")
    assert check_host(sender, lookup).result is SpfResult.PASS


@given(st.text(st.characters(max_codepoint=255), max_size=200), st.text(max_size=40))
def test_no_record_and_no_sender_breaks_the_check(text, sender):
    lookup = Remembering(Recorded({("d.example", "TXT"): ["v=spf1 " + text]}))
    for mail_from in ("x@d.example", sender):
        checked = check_host(
            Sender(address="2001:db8::1", mail_from=mail_from, helo="d.example"), lookup
        )
        assert checked.result in SpfResult
