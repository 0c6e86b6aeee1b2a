"""Warning list: the good entries of a file hold, the bad ones are counted, a wrong file says why."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.relay.decide.warn import SHIPPED, Matching, parse_warning_list
from noroshi.relay.decide.warn import warning_list as module
from noroshi.spine.model import InputError, SubjectKind


def octets(entries, matching="string", **more):
    return json.dumps({"name": "A list", "type": matching, "list": entries, **more}).encode()


def test_what_the_file_says_is_read():
    read = parse_warning_list(octets(["192.0.2.0/24"], "cidr", version=20261101))
    assert (read.name, read.version, read.matching) == ("A list", "20261101", Matching.CIDR)
    assert [str(one) for one in read.networks] == ["192.0.2.0/24"]
    assert read.size == 1


def test_a_bad_entry_is_counted_and_the_others_stay():
    read = parse_warning_list(octets(["192.0.2.1", "no address", 7, "", "9" * 3000], "cidr"))
    assert read.size == 1
    assert read.refused == {"cannot be read": 1, "no text": 2, "too long": 1}


def test_names_are_lower_case_without_outer_dots_and_in_ascii():
    read = parse_warning_list(octets([".Example.", "例え.example"], "hostname"))
    assert read.texts == ("example", "xn--r8jz45g.example")


def test_a_mapped_prefix_means_the_ipv4_one():
    read = parse_warning_list(octets(["::ffff:192.0.2.0/120"], "cidr"))
    assert str(read.networks[0]) == "192.0.2.0/24"


@pytest.mark.parametrize(
    ("attributes", "kind", "speaks"),
    [
        ([], SubjectKind.URL, True),
        (["*"], SubjectKind.IP, True),
        (["ip-dst"], SubjectKind.PREFIX, True),
        (["ip-dst"], SubjectKind.DOMAIN, False),
        (["hostname"], SubjectKind.URL, True),
        (["url"], SubjectKind.DOMAIN, False),
        (["md5"], SubjectKind.IP, False),
    ],
)
def test_attributes_say_of_which_subjects_a_list_speaks(attributes, kind, speaks):
    read = parse_warning_list(octets(["x"], matching_attributes=attributes))
    assert (kind in read.kinds) is speaks


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (b"", "no MISP warning list"),
        (b"[1, 2]", "no MISP warning list"),
        (b"\xff{}", "no MISP warning list"),
        (b"[" * 100_000, "no MISP warning list"),
        (octets(["x"], "regex"), "regex"),
        (octets(["no network"], "cidr"), "no entry"),
    ],
)
def test_a_wrong_file_says_why(wrong, why):
    with pytest.raises(InputError, match=why):
        parse_warning_list(wrong)


def test_size_and_count_are_bounded(monkeypatch):
    monkeypatch.setattr(module, "MOST_ENTRIES", 1)
    with pytest.raises(InputError, match="more than 1 entries"):
        parse_warning_list(octets(["a", "b"]))
    monkeypatch.setattr(module, "MOST_OCTETS", 10)
    with pytest.raises(InputError, match="larger"):
        parse_warning_list(octets(["a"]))


@given(st.binary(max_size=300) | st.lists(st.text() | st.integers()).map(octets))
def test_hostile_octets_end_in_a_list_or_an_input_error(given_octets):
    with suppress(InputError):
        assert parse_warning_list(given_octets).size


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.json")), ids=lambda path: path.stem)
def test_every_shipped_list_is_whole(file):
    read = parse_warning_list(file.read_bytes())
    assert not read.refused
    assert len(set(read.texts + read.networks)) == read.size
