"""Identities: what several texts say together, and how sure that is."""

import json
import os
import re
import tarfile
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.analyse import Confidence, Feature, features_of, make_identifier, read_databases
from noroshi.iot.analyse import identity as module
from noroshi.iot.analyse.makers import shipped_makers

DATA = Path(os.environ.get("NOROSHI_DATA", Path(__file__).parents[4] / "shared" / "data")) / "iot"
OWN = make_identifier([])


def identify(*features):
    return OWN.identify(tuple(Feature(*one) for one in features))


@pytest.mark.parametrize(
    ("feature", "identity"),
    [
        (("http_header.wwwauth", 'Basic realm="WSR-2533DHP"'), ("Buffalo", "WSR-2533DHP", "")),
        (("http_header.wwwauth", 'Digest realm="AtermWG2600HP"'), ("NEC", "WG2600HP", "")),
        (("telnet.banner", "RTX1210 Rev.14.01.20"), ("Yamaha", "RTX1210", "14.01.20")),
        (("html_title", "BB-HCM511"), ("Panasonic", "BB-HCM511", "")),
        (("modbus.device", "Example Works\nEX-1\n2.0"), ("Example Works", "EX-1", "2.0")),
        (("snmp.engine", "enterprise 4615, engine 80001207"), ("I-O DATA", "", "")),
        (("snmp.engine", "enterprise 1991, engine 800007c7"), ("Brocade", "", "")),
    ],
)
def test_own_rules_name_maker_model_and_version(feature, identity):
    found = identify(feature)
    assert (found.vendor, found.product, found.version) == identity
    assert found.proofs[0].source.startswith("noroshi/")


def test_makers_of_engine_numbers_are_named_as_elsewhere():
    """One maker under two names would be two makers in every report."""
    named = {one.fixed["hw.vendor"] for one in shipped_makers()}
    (engines,) = [one for one in module.shipped_databases() if one.matches == "snmp.engine"]
    told = {one.fixed.get("hw.vendor", "") for one in engines.fingerprints}
    assert told - named == {"", "H3C"}


def test_confidence_tells_how_much_is_known():
    assert identify(("telnet.banner", "RTX1210 Rev.14.01.20")).confidence is Confidence.VERSION
    assert identify(("html_title", "BB-HCM511")).confidence is Confidence.PRODUCT
    assert identify(("ftp.banner", "BUFFALO storage")).confidence is Confidence.VENDOR
    nothing = identify(("ftp.banner", "ready"))
    assert (nothing.confidence, nothing.proofs) == (Confidence.NONE, ())


def test_a_second_text_fills_what_the_first_leaves_open():
    found = identify(("html_title", "RTX1210"), ("telnet.banner", "RTX1210 Rev.14.01.20"))
    assert (found.product, found.version) == ("RTX1210", "14.01.20")
    assert str(found.cpes[0]) == "cpe:2.3:o:yamaha:rtx1210_firmware:14.01.20:*:*:*:*:*:*:*"


def test_a_maker_s_own_modbus_version_is_no_other_device_s():
    found = identify(("html_title", "RTX1210"), ("modbus.device", "Example\nEX-1\n2.0"))
    assert (found.vendor, found.version) == ("Example", "2.0")


def test_texts_of_people_name_no_maker():
    assert identify(("ssh.banner", "Buffalo")).vendor == ""


def test_memory_of_texts_is_bounded(monkeypatch):
    monkeypatch.setattr(module, "MAX_REMEMBERED", 3)
    own = make_identifier([])
    for number in range(10):
        own.identify((Feature("ftp.banner", str(number)),))
    assert len(own._known) <= 3


@given(st.lists(st.tuples(st.sampled_from(["ftp.banner", "html_title", "other"]), st.text())))
def test_any_texts_give_an_identity(features):
    identify(*features)


@pytest.fixture(scope="module")
def labelled(tmp_path_factory):
    """Labelled answers with the vendor that we name, for rules that nobody looked at."""
    rows = DATA / "ztag_dev.jsonl"
    if not rows.is_file():
        pytest.skip("NOROSHI_DATA has no labelled answers")
    folder = tmp_path_factory.mktemp("recog")
    with tarfile.open(DATA / "recog-data.tar.xz") as packed:
        packed.extractall(folder, filter="data")
    identifier = make_identifier(read_databases(folder / "recog", origin="recog"))
    counts: Counter[tuple[str, str]] = Counter()
    for row in map(json.loads, rows.read_text("utf-8").splitlines()):
        label = row["label"].get("manufacturer")
        if label and held_out(row):
            found = identifier.identify(features_of(row))
            counts[row["kind"], "all"] += 1
            counts[row["kind"], "told"] += bool(found.vendor)
            counts[row["kind"], "right"] += same(label, found.vendor)
    return counts


def held_out(row):
    """Half of the rules, by the hash of the rule's name; the other half was for development."""
    rule = row.get("rule") or row["device"].rsplit("_", 1)[0]
    return sha256(rule.encode()).digest()[0] % 2 == 1


def same(label, vendor):
    one, other = (re.sub(r"[^a-z0-9]", "", text.lower()) for text in (label, vendor))
    return bool(other) and (one in other or other in one)


@pytest.mark.parametrize(("kind", "recall"), [("ftp_banner", 0.70), ("device", 0.55)])
def test_vendors_of_held_out_labels_are_named(labelled, kind, recall):
    assert labelled[kind, "right"] / labelled[kind, "all"] >= recall


def test_vendors_that_are_named_for_held_out_ftp_are_right(labelled):
    assert labelled["ftp_banner", "right"] / labelled["ftp_banner", "told"] >= 0.95
