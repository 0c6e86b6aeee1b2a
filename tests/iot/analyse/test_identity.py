"""Identities: what several texts say together, and how sure that is."""

import json
import os
import re
import tarfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.analyse import Confidence, Feature, features_of, make_identifier, read_databases
from noroshi.iot.analyse import identity as module
from noroshi.iot.analyse.makers import are_related, maker_name, shipped_makers
from noroshi.iot.analyse.matcher import Matcher

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
        (("html_title", "PR-400NE"), ("NTT", "PR-400NE", "")),
        (("http_header.wwwauth", 'Basic realm="RX-600KI"'), ("NTT", "RX-600KI", "")),
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


def test_the_maker_of_a_server_made_no_device():
    found = identify(("http_header.server", "Agranat-EmWeb/R4_01"))
    assert (found.vendor, found.product, found.version) == ("", "EmWeb", "4_01")
    assert found.confidence is Confidence.SOFTWARE


def test_texts_that_name_different_makers_are_told_as_contradicted():
    found = identify(("html_title", "RTX1210"), ("ftp.banner", "HITACHI FTP ready"))
    assert (found.vendor, found.confidence) == ("Yamaha", Confidence.CONTRADICTED)


def test_a_maker_and_its_owner_contradict_nobody():
    found = identify(("html_title", "LAN-W300N/R"), ("ftp.banner", "ELECOM"))
    assert (found.vendor, found.confidence) == ("Logitec", Confidence.PRODUCT)


def test_the_device_s_own_spelling_becomes_the_maker_s_name():
    found = identify(("modbus.device", "PEWEU\nFP-WebServer\nV2.6"))
    assert (found.vendor, found.product) == ("Panasonic", "FP-WebServer")


@pytest.mark.parametrize("greeting", ["ftp.sony.com FTP ready", "nas1.buffalo.edu ready"])
def test_a_host_s_name_tells_no_maker(greeting):
    assert identify(("ftp.banner", greeting)).vendor == ""


def test_of_several_makers_in_a_text_the_first_is_the_device_s():
    assert identify(("ftp.banner", "RICOH printer, EPSON engine")).vendor == "Ricoh"


def test_memory_of_texts_is_bounded(monkeypatch):
    monkeypatch.setattr(module, "MAX_REMEMBERED", 3)
    own = make_identifier([])
    for number in range(10):
        own.identify((Feature("ftp.banner", str(number)),))
    assert len(own._known) <= 3


@given(st.lists(st.tuples(st.sampled_from(["ftp.banner", "html_title", "other"]), st.text())))
def test_any_texts_give_an_identity(features):
    identify(*features)


LABELS = {
    "speedport": "deutschetelekom",  # the brand of its routers
    "vykon": "tridium",  # its brand
    "vodaphone": "vodafone",  # misspelt
    "seelectronic": "seelektronic",  # in English; the device says it in German
}
"""Labels that name the maker under another name."""


@pytest.fixture(scope="module")
def recog(tmp_path_factory):
    if not (DATA / "recog-data.tar.xz").is_file():
        pytest.skip("NOROSHI_DATA has no recog databases")
    folder = tmp_path_factory.mktemp("recog")
    with tarfile.open(DATA / "recog-data.tar.xz") as packed:
        packed.extractall(folder, filter="data")
    return read_databases(folder / "recog", origin="recog")


@pytest.fixture(scope="module")
def labelled(recog):
    """Labelled answers: how many with a maker, how many we name, how many rightly."""
    rows = DATA / "ztag_dev.jsonl"
    if not rows.is_file():
        pytest.skip("NOROSHI_DATA has no labelled answers")
    identifier = make_identifier(recog)
    counts: Counter[tuple[str, str]] = Counter()
    for row in map(json.loads, rows.read_text("utf-8").splitlines()):
        found = identifier.identify(features_of(row))
        if label := row["label"].get("manufacturer"):
            counts[row["kind"], "all"] += 1
            counts[row["kind"], "told"] += bool(found.vendor)
            counts[row["kind"], "right"] += same(label, found.vendor)
        else:
            counts[row["kind"], "without"] += 1
            counts[row["kind"], "told without"] += bool(found.vendor)
    return counts


def plain(text):
    return re.sub(r"[^a-z0-9]", "", text.lower())


def same(label, vendor):
    one, other = LABELS.get(plain(label), plain(label)), plain(vendor)
    return bool(other) and (one in other or other in one)


@pytest.mark.parametrize(("kind", "recall"), [("ftp_banner", 0.95), ("device", 0.85)])
def test_vendors_of_labelled_answers_are_named(labelled, kind, recall):
    assert labelled[kind, "right"] / labelled[kind, "all"] >= recall


@pytest.mark.parametrize("kind", ["ftp_banner", "device"])
def test_vendors_that_are_named_are_right(labelled, kind):
    assert labelled[kind, "right"] / labelled[kind, "told"] >= 0.95


@pytest.mark.parametrize("kind", ["ftp_banner", "device"])
def test_programs_alone_name_no_maker(labelled, kind):
    assert labelled[kind, "told without"] / labelled[kind, "without"] <= 0.05


def test_names_of_makers_agree_with_recog_s_own_examples(recog):
    """Makers are asked of every example for which recog knows the device's maker."""
    makers, counts = Matcher(shipped_makers()), Counter[bool]()
    for database in recog:
        kind = module.ALIASES.get(database.matches, database.matches)
        for one in database.fingerprints if kind in module.MAKER_TEXTS else ():
            for example in one.examples:
                maker = one.fixed.get("hw.vendor") or example.values.get("hw.vendor")
                found = makers.earliest(module._without_hosts(Feature(kind, example.text)))
                if maker and found:
                    counts[are_related(found.params["hw.vendor"], maker_name(maker))] += 1
    assert counts[True] > 500
    assert counts[True] / counts.total() >= 0.99
