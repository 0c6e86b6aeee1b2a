"""The document: one spelling per scope, and nothing unknown in it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.scope import canonical, parse_draft, parse_scope
from noroshi.iot.scope.document import MAX_BYTES
from noroshi.spine.model import InputError


def test_the_canonical_encoding_reads_back_as_itself(make_scope):
    scope = make_scope()
    assert parse_scope(canonical(scope)) == scope


def test_the_canonical_encoding_is_json_with_sorted_keys_and_no_spaces(make_scope):
    octets = canonical(make_scope(authority__person="山田 花子"))
    text = json.dumps(json.loads(octets), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert octets == text.encode() + b"\n"


def test_the_order_of_a_draft_s_keys_changes_nothing(make_draft):
    turned = dict(reversed(json.loads(make_draft()).items()))
    assert canonical(parse_draft(json.dumps(turned).encode())) == canonical(
        parse_draft(make_draft())
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b'"lab":true', b'"lab":true,"lab":true'),
        lambda text: text.replace(b":", b": ", 1),
        lambda text: text.rstrip(),
        lambda text: text.replace(b"ftp", b"\\u0066tp"),
    ],
)
def test_another_spelling_is_no_signed_scope(make_scope, change):
    changed = change(canonical(make_scope()))
    with pytest.raises(InputError, match="canonical"):
        parse_scope(changed)


def test_an_unknown_field_is_refused(make_draft):
    with pytest.raises(InputError, match="checks"):
        parse_draft(make_draft(checks="off"))


def test_a_draft_may_be_toml():
    text = """
id = "round-1"
sources = ["192.0.2.10"]
prefixes = ["198.51.100.0/24"]
retention_days = 90
probes = [{ probe = "ftp", ports = [21] }]
[authority]
legal_basis = "a"
body = "b"
person = "c"
contact = "a@b.example"
[valid]
start = 2026-11-01T00:00:00Z
end = 2026-12-01T00:00:00Z
"""
    scope = parse_draft(text.encode())
    assert (scope.caps.global_pps, scope.caps.per_24_pps, scope.lab) == (1000, 5, False)


def test_a_scope_without_bound_is_refused():
    with pytest.raises(InputError, match="at most"):
        parse_draft(b" " * (MAX_BYTES + 1))


@given(st.binary(max_size=200))
def test_any_octets_are_refused_in_words(octets):
    for parse in (parse_draft, parse_scope):
        with pytest.raises(InputError):
            parse(octets)
