"""Entry: an address, endpoint or prefix, or refused by reason."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.c2.evaluate.entry import Refused, moment_of, subject_of


@given(st.text(max_size=60), st.text(max_size=8))
def test_any_entry_is_a_subject_or_refused(text, port):
    try:
        subject = subject_of(text, port)
    except Refused:
        return
    assert subject_of(subject.value.removesuffix("/tcp")) == subject


@given(st.ip_addresses(), st.integers(1, 65535))
def test_an_address_with_port_is_that_endpoint(address, port):
    host = f"[{address}]" if address.version == 6 else str(address)
    assert subject_of(f"{host}:{port}") == subject_of(str(address), str(port))


@pytest.mark.parametrize("text", ["0000-00-00 00:00:00", "", "  "])
def test_a_blank_time_is_no_time(text):
    assert moment_of(text) is None


def test_a_time_with_zone_becomes_utc():
    assert moment_of("2026-01-01T09:00:00+09:00") == datetime(2026, 1, 1, tzinfo=UTC)
    assert moment_of("2026-01-01") + timedelta(days=1) == moment_of("2026-01-02")
