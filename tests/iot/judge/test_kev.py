"""KEV: the ids in CISA's catalogue."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.judge.kev import parse_kev
from noroshi.spine.model import InputError

DATA = Path(os.environ.get("NOROSHI_DATA", Path(__file__).parents[4] / "shared" / "data")) / "iot"
REAL = DATA / "kev-2025-08-25.json"


def test_ids_are_read():
    octets = b'{"title": "x", "vulnerabilities": [{"cveID": "CVE-2020-0001", "product": "y"}]}'
    assert parse_kev(octets) == {"CVE-2020-0001"}


@pytest.mark.skipif(not REAL.is_file(), reason="NOROSHI_DATA has no KEV catalogue")
def test_the_whole_catalogue_is_read():
    assert len(parse_kev(REAL.read_bytes())) == 1404


@given(st.binary(max_size=100))
def test_any_octets_are_refused_in_words(octets):
    with pytest.raises(InputError):
        parse_kev(octets)
