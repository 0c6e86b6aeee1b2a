"""NVD's ranges: edges count as they say, and only what is wanted is kept."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.judge.nvd import parse_nvd
from noroshi.spine.model import InputError

WANTED = {("o", "example", "ex_firmware"), ("a", "example", "thing")}


def file_of(*matches, operator="OR", status="Analyzed", negate=False):
    node = {"operator": "OR", "negate": negate, "cpeMatch": list(matches)}
    cve = {
        "id": "CVE-2020-0001", "vulnStatus": status,
        "configurations": [{"operator": operator, "nodes": [node]}],
    }  # fmt: skip
    return json.dumps({"vulnerabilities": [{"cve": cve}]}).encode()


def match(version="*", product="ex_firmware", part="o", **bounds):
    name = f"cpe:2.3:{part}:example:{product}:{version}:*:*:*:*:*:*:*"
    return {"criteria": name, "vulnerable": True} | bounds


def held(entry, *versions):
    (found,) = parse_nvd(file_of(entry), wanted=WANTED)
    return [version for version in versions if found.holds(version)]


EDGES = ("1.9", "2.0", "2.5", "3.0", "3.1")


@pytest.mark.parametrize(
    ("bounds", "weak"),
    [
        ({"versionStartIncluding": "2.0", "versionEndExcluding": "3.0"}, ["2.0", "2.5"]),
        ({"versionStartExcluding": "2.0", "versionEndIncluding": "3.0"}, ["2.5", "3.0"]),
        ({"versionEndExcluding": "2.0"}, ["1.9"]),
        ({"versionEndIncluding": "2.0"}, ["1.9", "2.0"]),
        ({"versionStartIncluding": "3.0"}, ["3.0", "3.1"]),
        ({"versionStartExcluding": "3.0"}, ["3.1"]),
        ({}, list(EDGES)),
    ],
)
def test_edges_of_a_range_count_as_they_say(bounds, weak):
    assert held(match(**bounds), *EDGES) == weak


def test_a_named_version_is_that_version_only():
    assert held(match("2.0"), *EDGES) == ["2.0"]
    assert held(match("-"), *EDGES) == []


def test_other_products_harmless_matches_and_rejected_entries_are_passed_over():
    quiet = match() | {"vulnerable": False}
    assert parse_nvd(file_of(match(product="other"), quiet), wanted=WANTED) == []
    assert parse_nvd(file_of(match(), status="Rejected"), wanted=WANTED) == []
    assert parse_nvd(file_of(match(), negate=True), wanted=WANTED) == []


def test_software_that_needs_a_platform_is_conditional_and_firmware_is_not():
    entries = file_of(match(), match(product="thing", part="a"), operator="AND")
    assert [one.conditional for one in parse_nvd(entries, wanted=WANTED)] == [False, True]


def test_packed_files_are_read_and_cut_ones_refused():
    packed = gzip.compress(file_of(match()))
    assert len(parse_nvd(packed, wanted=WANTED)) == 1
    with pytest.raises(InputError, match="API"):
        parse_nvd(packed[:-10], wanted=WANTED)


@given(st.binary(max_size=100))
def test_any_octets_are_refused_in_words(octets):
    for start in (b"", b"\x1f\x8b"):
        with pytest.raises(InputError):
            parse_nvd(start + octets, wanted=WANTED)
