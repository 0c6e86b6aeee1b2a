"""Finding: what is checked of every service that another tool found."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.importers.finding import (
    MAX_BANNER,
    MAX_DEPTH,
    Finding,
    address_of,
    port_of,
    refuse_credentials,
    time_of,
    transport_of,
)
from noroshi.spine.model import InputError

AT = datetime(2026, 3, 1, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=20,
)


def test_a_row_holds_what_identification_and_reports_need():
    row = Finding("192.0.2.1", 23, "tcp", AT, "telnet", "x" * (MAX_BANNER + 1)).row()
    assert len(row.pop("banner")) == MAX_BANNER
    assert row == {
        "id": "192.0.2.1:23", "address": "192.0.2.1", "port": 23, "transport": "tcp",
        "time": "2026-03-01T00:00:00.000Z", "protocol": "telnet",
    }  # fmt: skip


def test_times_are_seconds_or_iso_and_utc_without_a_zone():
    assert {
        time_of(text) for text in (1772323200, "2026-03-01 00:00:00", "2026-03-01T09:00:00+09:00")
    } == {AT}


@pytest.mark.parametrize(
    "names",
    ["password", "Password", "login-password", "userPassword", "passwd", "pwd", "credentials",
     "community", "snmp_community", "pin", "psk", "authorization"],
)  # fmt: skip
def test_a_field_named_like_a_credential_is_refused_however_deep(names):
    for value in ("x", 1234, ["", "x"]):
        with pytest.raises(InputError, match="credential-value"):
            refuse_credentials({"a": [{"b": {names: value}}]})
    refuse_credentials({names: "", "x": {names: None}, "y": [{names: True}]})


def test_names_that_only_sound_alike_pass():
    refuse_credentials({"passive": "x", "compass": "x", "communityid": "x", "spin": "x"})


def test_a_row_too_deep_to_see_is_refused():
    row: object = "x"
    for _ in range(MAX_DEPTH + 2):
        row = {"a": row}
    with pytest.raises(InputError, match="too-deep"):
        refuse_credentials(row)


@given(JSON)
def test_any_value_is_taken_or_refused(value):
    for read in (address_of, port_of, transport_of, time_of):
        with suppress(InputError):
            assert read(value)
