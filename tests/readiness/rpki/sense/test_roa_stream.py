"""ROA stream: block by block it reads what a decoder reads at once, or it declines."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.rpki.sense.content import NO_JSON
from noroshi.readiness.rpki.sense.roa_stream import LONGEST_HEAD, RoaStream, Unusual, is_frame

ROA = st.fixed_dictionaries(
    {"asn": st.integers(0, 9), "prefix": st.sampled_from(["192.0.2.0/24", "]", "}", '"', ",", "{"])}
)
AROUND = st.dictionaries(
    st.sampled_from(["metadata", "aspas"]), st.integers(0, 9) | st.sampled_from(["", "]", "{"])
)


def read(octets, size):
    """The records and the frame; null where the stream declines."""
    stream = RoaStream(octets[at : at + size] for at in range(0, len(octets), size))
    found = []
    try:
        for part in stream.records():
            found += msgspec.json.decode(part)
    except (Unusual, *NO_JSON):
        return None
    return (found, stream.frame) if is_frame(stream.frame) else None


@given(st.lists(ROA, max_size=8), AROUND, AROUND, st.integers(1, 64), st.sampled_from([None, 1]))
def test_it_reads_what_a_decoder_reads(roas, before, after, size, indent):
    whole = {**before, "roas": roas, **{f"{name}2": value for name, value in after.items()}}
    found = read(json.dumps(whole, indent=indent).encode(), size)
    odd = any(roa["prefix"] in {"]", "}", "{"} for roa in roas)
    if found is None:
        assert odd  # a bracket inside a text is left to the other way
    else:
        assert found[0] == roas
        assert json.loads(found[1]) == {**whole, "roas": []}


@given(st.lists(ROA, max_size=5), st.data(), st.integers(1, 64))
def test_damaged_json_is_never_read_as_something_else(roas, data, size):
    octets = bytearray(json.dumps({"roas": roas, "n": 1}).encode())
    at = data.draw(st.integers(0, len(octets) - 1))
    octets[at] = data.draw(st.integers(0, 255))
    found = read(bytes(octets), size)
    if found is not None:
        whole = msgspec.json.decode(bytes(octets))
        assert found[0] == whole["roas"]


@pytest.mark.parametrize(
    "octets",
    [
        b"", b"{", b'{"roas": [', b'{"roas": [{"asn": 1}', b'{"roas": [{"asn": 1},]}', b'{"roas": [,{}]}',
        b'{"roas": [{} {}]}', b'{"roas": [{},,{}]}', b'{"a": {"roas": [{}]}}', b'{"roas": [{}]} x',
        b'{"roas": [{}], "roas": [{}]}', b"{" + b" " * (LONGEST_HEAD + 9),
    ],
)  # fmt: skip
def test_what_is_unusual_is_declined(octets):
    assert read(octets, 7 if len(octets) < 99 else 1 << 16) is None
