"""Recog's databases: all examples right, and malformed files refused in words."""

import os
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.analyse.identity import shipped_databases
from noroshi.iot.analyse.matcher import Matcher
from noroshi.iot.analyse.recog import parse_database, read_databases
from noroshi.spine.model import ConfigError, InputError

DATA = Path(os.environ.get("NOROSHI_DATA", Path(__file__).parents[4] / "shared" / "data")) / "iot"
REAL = DATA / "recog-data.tar.xz"

MADE = """<fingerprints matches="ftp.banner">
  <fingerprint pattern="^made (\\S+)$" flags="REG_ICASE">
    <description>Made</description>
    <example service.version="1.2">MADE 1.2</example>
    <param pos="0" name="service.vendor" value="Example"/>
    <param pos="1" name="service.version"/>
  </fingerprint>
</fingerprints>"""


def parse(text):
    return parse_database(text.encode(), name="made", origin="test")


def wrong_examples(databases):
    """Examples whose first match is another fingerprint, or captures another value."""
    for database in databases:
        matcher = Matcher(database.fingerprints)
        for fingerprint in database.fingerprints:
            for example in fingerprint.examples:
                found = matcher.first(example.text)
                if found is None or found.source != fingerprint.source:
                    yield fingerprint.source, example.text
                elif not example.values.items() <= found.params.items():
                    yield fingerprint.source, example.values, found.params


def count_of(databases):
    return sum(len(one.examples) for database in databases for one in database.fingerprints)


def test_a_database_is_read_with_flags_places_and_values():
    (made,) = parse(MADE).fingerprints
    assert made.source == "test/made#0"
    assert made.pattern.startswith("(?mi)")
    assert list(wrong_examples([parse(MADE)])) == []


def test_every_example_of_our_own_rules_is_right():
    databases = shipped_databases()
    assert count_of(databases) >= 40
    assert list(wrong_examples(databases)) == []


@pytest.mark.skipif(not REAL.is_file(), reason="NOROSHI_DATA has no recog databases")
def test_every_example_of_recog_is_right(tmp_path):
    with tarfile.open(REAL) as packed:
        packed.extractall(tmp_path, filter="data")
    databases = read_databases(tmp_path / "recog", origin="recog")
    assert count_of(databases) == 7525
    assert list(wrong_examples(databases)) == []


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE x [<!ENTITY a 'b'>]><fingerprints/>",
        "<other/>",
        "<fingerprints",
        "<fingerprints><fingerprint/></fingerprints>",
        MADE.replace('pos="1"', 'pos="x"'),
        MADE.replace(' name="service.version"', ""),
        MADE.replace("<example ", '<example _encoding="base64" ').replace("MADE 1.2", "!"),
    ],
)
def test_a_malformed_database_is_refused_in_words(text):
    with pytest.raises(InputError, match="made"):
        parse(text)


def test_a_pattern_that_re2_refuses_names_its_place():
    database = parse(MADE.replace("^made", "(?=made)"))
    with pytest.raises(ConfigError, match="test/made#0"):
        Matcher(database.fingerprints).first("made 1.2")


def test_a_folder_without_databases_is_wrong_use(tmp_path):
    with pytest.raises(ConfigError, match="no fingerprint databases"):
        read_databases(tmp_path, origin="recog")


@given(st.binary(max_size=200))
def test_any_octets_are_no_database(octets):
    with pytest.raises(InputError):
        parse_database(octets, name="made", origin="test")
