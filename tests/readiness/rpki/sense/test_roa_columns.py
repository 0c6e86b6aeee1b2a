"""ROA columns: the columns of a decoder, or none; never a wrong number and never fewer records."""

import json

import msgspec
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from noroshi.readiness.rpki.prefixes import parse_prefixes
from noroshi.readiness.rpki.sense.roa_columns import columns_of_roas
from noroshi.readiness.rpki.sense.vrp_file import NO_JSON, SAID_BY_PREFIX, _Plain

ROAS = [
    {"asn": asn, "prefix": prefix, "maxLength": most, "ta": ta, "expires": expires}
    for asn, prefix, most, ta, expires in [
        (0, "192.0.2.0/24", 24, "apnic", 1_788_220_800),
        (4_294_967_295, "2001:db8::/32", 128, "ripe", 0),
        (64_500, "198.51.100.0/24", 9, "", 12_345_678),
        (123_456_789, "::/0", 0, "arin", 2**40),
    ]
]


def rpki_client(roas):
    rows = ",\n".join(
        f'\t\t{{ "asn": {roa["asn"]}, "prefix": "{roa["prefix"]}", "maxLength": {roa["maxLength"]}, '
        f'"ta": "{roa["ta"]}", "expires": {roa["expires"]} }}'
        for roa in roas
    )
    return f"[\n{rows}\n\t]"


def routinator(roas):
    rows = ",\n".join(
        f'    {{ "asn": "AS{roa["asn"]}", "prefix": "{roa["prefix"]}", "maxLength": {roa["maxLength"]}, "ta": "{roa["ta"]}" }}'
        for roa in roas
    )
    return f"[\n{rows}\n  ]"


FORMS = {
    "rpki-client": rpki_client,
    "routinator": routinator,
    "python": json.dumps,
    "dense": lambda roas: json.dumps(roas, separators=(",", ":")),
}


def by_decoder(octets):
    """Records as a strict decoder reads them, numbers as texts too; null where it reads none."""
    try:
        found = msgspec.json.decode(octets)
        plain = [{**one, "asn": int(str(one["asn"]).removeprefix("AS"))} for one in found]
        return msgspec.convert(plain, list[_Plain])
    except (*NO_JSON, TypeError, KeyError, ValueError):
        return None


def same(octets):
    """Where there are columns, a decoder reads the same; gives whether there are."""
    columns = columns_of_roas(octets)
    if columns is None:
        return False
    records = by_decoder(octets)
    if records is None:  # too large is left to the caller, who asks for the bounds
        assert columns.asn.max() > 2**32 - 1 or columns.max_length.max() > 128 or columns.expires.max() > 2**40  # fmt: skip
        return True
    assert columns.prefix.to_pylist() == [one.prefix for one in records]
    assert columns.asn.tolist() == [one.asn for one in records]
    lengths, _ = parse_prefixes(columns.prefix)
    told = np.array([one.maxLength for one in records])
    assert columns.max_length.tolist() == told.tolist()
    assert SAID_BY_PREFIX not in told
    assert len(lengths) == len(records)
    expires = [0] * len(records) if columns.expires is None else columns.expires.tolist()
    assert expires == [one.expires for one in records]
    return True


@pytest.mark.parametrize("form", FORMS)
def test_what_validators_write_gives_columns(form):
    assert same(FORMS[form](ROAS).encode())
    assert same(FORMS[form](ROAS * 500).encode())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"asn": 64500', '"asn": 064500'),
        ('"asn": 64500', '"asn": -64500'),
        ('"asn": 64500', '"asn": 6450x'),
        ('"asn": 64500', '"asn": 64500.0'),
        ('"asn": 64500', '"asn": '),
        ('"asn": 64500', '"asn": 12345678901234567'),
        ('"asn": 64500', '"asn":  64500'),
        ('"asn": 64500', '"asn": "64500"'),
        ('"asn": 64500', '"ASN": 64500'),
        ('"ta": "arin"', '"ta": "ar\\"in"'),
        ('"ta": "arin"', '"ta": "ar\tin"'),
        ('"ta": "arin"', '"ta": "\u3042"'),
        ('"ta": "arin"', '"ta": "x", "ta": "arin"'),
        ('"ta": "arin"', '"ta": null'),
        ('"ta": "arin"', '"ta": "arin", "source": []'),
        ('"expires": 0', '"expires": 0, "x": 1'),
        ('"expires": 0', '"expires": null'),
        ('"expires": 12345678}', '"expires": 12345678},'),
        ("}]", "} ]x"),
        ("}]", "}"),
        ("[{", "[,{"),
    ],
)  # fmt: skip
def test_what_is_otherwise_gives_none(old, new):
    text = json.dumps(ROAS)
    assert old in text
    assert columns_of_roas(text.replace(old, new).encode()) is None


PIECES = st.sampled_from([*'0123456789"{}[],: \t\n\\/.-', "AS", '"asn"', '": ', ', "', "}, {", "\x00", "\u3042", "e1"])  # fmt: skip


@st.composite
def damaged(draw):
    text = FORMS[draw(st.sampled_from(sorted(FORMS)))](ROAS * draw(st.integers(1, 3)))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(1, len(text)))
        gone = draw(st.sampled_from([0, 0, 1, 1, 2, 30, 90]))
        text = text[:at] + draw(PIECES | st.text(max_size=2)) + text[at + gone :]
    return text.encode("utf-8", "replace")


@given(damaged())
@example(json.dumps(ROAS[1:2] * 2).encode())
@settings(max_examples=600, deadline=None)
def test_damaged_parts_give_what_a_decoder_gives_or_nothing(octets):
    same(octets)


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 128), st.integers(0, 2**40)), min_size=2))  # fmt: skip
def test_every_number_reads_back(rows):
    roas = [
        {"asn": asn, "prefix": "192.0.2.0/24", "maxLength": most, "ta": "x", "expires": expires}
        for asn, most, expires in rows
    ]
    assert same(json.dumps(roas).encode())


@given(st.binary(max_size=200), st.integers(0, 300))
def test_any_octets_are_survived(junk, at):
    octets = rpki_client(ROAS).encode()
    columns_of_roas(junk)
    same(octets[:at] + junk + octets[at:])
