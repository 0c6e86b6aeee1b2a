"""JSON row: an object or a reason."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.importers.json_row import json_row
from noroshi.spine.model import InputError


def test_an_object_without_credentials_is_read():
    assert json_row(b'{"a": [1]}') == {"a": [1]}


@pytest.mark.parametrize("line", [b"[1]", b"\xff", b"[" * 5000, b'{"a":' * 5000])
def test_what_is_no_object_is_refused(line):
    with pytest.raises(InputError, match="no-json-object"):
        json_row(line)


@given(st.binary(max_size=100))
def test_any_octets_are_an_object_or_refused(octets):
    with suppress(InputError):
        assert isinstance(json_row(octets), dict)
