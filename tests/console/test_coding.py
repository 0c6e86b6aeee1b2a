"""Coding: what is packed unpacks to the same, and headers choose as RFC 9110 says."""

import gzip

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.console.coding import best_coding, compressed


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("gzip, zstd", "zstd"),
        ("zstd;q=0, gzip;q=0.5", "gzip"),
        ("zstd;q=0.1, GZIP;q=0.5", "gzip"),
        ("*", "zstd"),
        ("*;q=0", ""),
        ("br;q=1.0, deflate", ""),
        (";;;,gzip;q=x", ""),
    ],
)
def test_the_best_allowed_coding_is_taken(accepted, coding):
    assert best_coding(accepted) == coding


@given(st.text(max_size=40))
def test_no_header_breaks_the_choice(accepted):
    assert best_coding(accepted) in {"", "gzip", "zstd"}


@given(st.lists(st.binary(max_size=50)))
def test_gzip_comes_back(chunks):
    assert gzip.decompress(b"".join(compressed(chunks, "gzip"))) == b"".join(chunks)


@pytest.mark.parametrize("chunks", [[], [b"a"], [b"abc" * 300_000, b"d", b"e" * 2_000_000]])
def test_zstd_comes_back(chunks):
    packed = pa.BufferReader(b"".join(compressed(chunks, "zstd")))
    with pa.CompressedInputStream(packed, "zstd") as stream:
        assert stream.read() == b"".join(chunks)
