"""Exposures: the worst that can honestly be said, and rows that are none."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.iot.report import Exposure, Severity, Trouble, read_exposure
from noroshi.iot.report.exposure import model_of
from noroshi.spine.model import InputError

ROW = {"id": 1, "address": "192.0.2.7", "port": 80, "time": "2026-03-01T21:30:00+09:00"}


@pytest.mark.parametrize(
    ("changes", "trouble", "severity"),
    [
        ({}, Trouble.VULNERABLE, Severity.CRITICAL),
        ({"kev": False}, Trouble.VULNERABLE, Severity.HIGH),
        ({"evidence": (), "eol": None}, Trouble.POSSIBLY_VULNERABLE, Severity.LOW),
        ({"evidence": ()}, Trouble.END_OF_LIFE, Severity.MEDIUM),
        ({"cves": (), "eol": date(2026, 3, 2)}, Trouble.EXPOSED, Severity.LOW),
        ({"cves": (), "eol": date(2026, 3, 1)}, Trouble.END_OF_LIFE, Severity.MEDIUM),
        ({"kind": "reflector"}, Trouble.REFLECTOR, Severity.MEDIUM),
        ({"kind": "infected", "cves": ()}, Trouble.INFECTED, Severity.CRITICAL),
        ({"kind": "weak-credential"}, Trouble.WEAK_CREDENTIAL, Severity.CRITICAL),
        ({"kind": "something", "cves": (), "eol": None}, Trouble.EXPOSED, Severity.LOW),
    ],
)
def test_trouble_says_no_more_than_the_evidence(exposure, changes, trouble, severity):
    one = exposure(**changes)
    assert (one.trouble, one.severity) == (trouble, severity)


def test_a_model_with_its_maker_tells_more_than_a_program(exposure):
    program, model = exposure(vendor=None, product="httpd"), exposure(vendor="M", product="m")
    nothing = exposure(vendor=None, product=None)
    assert model_of([nothing, program, model], nothing) is model
    assert model_of([nothing, program], nothing) is program
    assert model_of([nothing], nothing) is nothing


def test_a_row_is_read_in_canonical_form():
    row = read_exposure(json.dumps(ROW | {"address": "::ffff:192.0.2.7", "extra": 1}).encode())
    assert row.address == "192.0.2.7"
    assert row.time == datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"port": 65536}, "bad-port"),
        ({"port": "80"}, "bad-port"),
        ({"port": 0}, "bad-port"),
        ({"transport": "sctp"}, "bad-transport"),
        ({"time": "2026-03-01T12:30:00"}, "time-without-zone"),
        ({"time": "yesterday"}, "bad-time"),
        ({"address": "router"}, "no-address"),
        ({"cves": "CVE-2024-0001"}, "bad-cves"),
        ({"cves": ["CVE-2024-0001", "2024"]}, "bad-cves"),
    ],
)
def test_a_bad_row_tells_why(changes, reason):
    with pytest.raises(InputError, match=rf"^{reason}$"):
        read_exposure(json.dumps(ROW | changes).encode())


def test_a_missing_field_is_named():
    with pytest.raises(InputError, match=r"^bad-address$"):
        read_exposure(b'{"id": 1, "port": 80, "time": "2026-03-01T12:30:00Z"}')


REASONS = {"no-json-object", "bad-row", "no-address"} | {
    f"bad-{name}" for name in Exposure.__struct_fields__
}


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_octets_are_an_exposure_or_refused(octets):
    try:
        read_exposure(octets)
    except InputError as error:
        reason = str(error)
        assert reason in REASONS
