"""Listed file: rows with a known use are kept, others counted."""

import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.readiness.rpki.sense.listed_file import read_listed
from noroshi.spine.model import InputError

TEXT = """prefix,origin,use
192.0.2.1/32,64500,rtbh
198.51.100.0/24,AS64510,scrubbing
none,64500,own
203.0.113.0/24,64500,other
203.0.113.0/24,"{1,2}",own
"""


def test_known_uses_are_kept_and_the_rest_is_counted(tmp_path):
    file = tmp_path / "also.csv"
    file.write_text(TEXT)
    found = read_listed(file)
    assert (found.prefixes, found.uses) == (
        ("192.0.2.1/32", "198.51.100.0/24"),
        ("rtbh", "scrubbing"),
    )
    assert found.refused == 3


def test_a_file_without_the_columns_or_cut_is_refused(tmp_path):
    file = tmp_path / "also.csv"
    file.write_text("prefix,origin\n192.0.2.0/24,1\n")
    with pytest.raises(InputError, match="prefix, origin and use"):
        read_listed(file)
    file.write_bytes(gzip.compress(TEXT.encode() * 40)[:-9])
    with pytest.raises(InputError, match="cut short"):
        read_listed(file)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    octets=st.one_of(
        st.binary(max_size=200),
        st.text(max_size=80).map(lambda t: b"prefix,origin,use\n" + t.encode()),
    )
)
def test_any_octets_give_rows_or_a_refusal(tmp_path, octets):
    file = tmp_path / "any"
    file.write_bytes(octets)
    try:
        found = read_listed(file)
    except InputError:
        return
    assert len(found.prefixes) == len(found.uses)
