"""Blocks: every compression reads the same, whole lines only, cuts are counted."""

import bz2
import gzip
import lzma

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.spine.flows.blocks import LONGEST_LINE, head, read_blocks, read_lines
from noroshi.spine.flows.tally import Tally


def zstd(octets):
    return pa.Codec("zstd").compress(octets, asbytes=True)


@pytest.fixture
def file(tmp_path):
    def made(octets):
        path = tmp_path / "input"
        path.write_bytes(octets)
        return path

    return made


@pytest.mark.parametrize("squeeze", [bytes, gzip.compress, bz2.compress, lzma.compress, zstd])
def test_compression_is_known_by_its_first_octets(file, squeeze):
    tally = Tally()
    octets = bytes(range(256)) * 100
    assert b"".join(read_blocks(file(squeeze(octets)), tally, 1000)) == octets
    assert not tally.refused


def test_a_broken_tail_gives_what_came_before_and_is_counted(file):
    squeezed = gzip.compress(bytes(1_000_000), compresslevel=0)
    tally = Tally()
    got = b"".join(read_blocks(file(squeezed[:500_000]), tally))
    assert 400_000 < len(got) < 500_000
    assert tally.refused == {"cut-short": 1}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(exclude_characters="\0\r\n", exclude_categories=["Cs"]))))
def test_lines_come_back_whole_in_utf8(file, lines):
    octets = "".join(line + "\n" for line in lines).encode()
    read = b"".join(read_lines(file(octets), Tally()))
    assert read.decode("utf-8").split("\n")[:-1] == [
        line.removeprefix("\ufeff") if n == 0 else line for n, line in enumerate(lines)
    ]


def test_lines_that_never_end_are_left_out(file):
    tally = Tally()
    octets = b"a\n" + b"x" * (LONGEST_LINE + 1) + b"\nb\n"
    assert b"".join(read_lines(file(octets), tally)).split() == [b"a", b"b"]
    assert tally.refused == {"line-too-long": 1}


def test_the_head_of_an_empty_file_is_empty(file):
    assert head(file(b"")) == b""
