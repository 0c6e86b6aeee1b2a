"""Content: packed or plain, never beyond its bound, and honest about cuts."""

import bz2
import gzip
import lzma

import pytest

from noroshi.readiness.rpki.sense.content import read_content
from noroshi.spine.model import InputError


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_content_is_unpacked_by_its_first_octets(tmp_path, pack):
    path = tmp_path / "file"
    path.write_bytes(pack(b"192.0.2.0/24,64500\n"))
    content = read_content(path)
    assert (content.octets, content.whole) == (b"192.0.2.0/24,64500\n", True)


def test_a_cut_is_told(tmp_path):
    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(bytes(range(256)) * 99)[:-20])
    assert not read_content(path).whole


def test_a_bomb_is_refused_at_the_bound(tmp_path):
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(bytes(1 << 20)))
    with pytest.raises(InputError, match="larger than 1,000 octets"):
        read_content(path, most=1000)


def test_a_missing_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_content(tmp_path / "none")
