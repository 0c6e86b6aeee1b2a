"""The CSV: one line an exposure, whatever a device calls itself."""

import csv
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.iot.report import FORMATS, Reported
from noroshi.iot.report.shadowserver import COLUMNS


def read(octets):
    return list(csv.DictReader(io.StringIO(octets.decode(), newline="")))


def rendered(sender, *exposures):
    rows = [Reported(one, 64500) for one in exposures]
    return b"".join(FORMATS["shadowserver"].render(rows, sender))


def test_a_row_stands_in_the_columns_that_parsers_look_for(exposure, sender):
    (row,) = read(rendered(sender, exposure()))
    wanted = {
        "timestamp": "2026-03-01 12:30:00", "severity": "critical", "ip": "192.0.2.7", "protocol": "tcp",
        "port": "8080", "tag": "vulnerable", "asn": "64500", "device_vendor": "ExampleMaker",
        "device_model": "EX-100", "device_version": "1.02", "cve": "CVE-2024-0001 CVE-2024-0002",
        "kev": "yes", "eol": "2025-01-01",
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted


def test_a_long_report_is_whole(exposure, sender):
    rows = read(rendered(sender, *(exposure(port=port) for port in range(1, 5002))))
    assert [row["port"] for row in rows] == [str(port) for port in range(1, 5002)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text())
def test_hostile_names_change_neither_lines_nor_columns(exposure, sender, text):
    octets = rendered(sender, exposure(product=text, vendor=text, version=text), exposure())
    rows = read(octets)
    assert octets.count(b"\n") == 3
    assert len(rows) == 2
    assert all(set(row) == set(COLUMNS) for row in rows)
    assert rows[0]["device_model"][:1] not in ("=", "+", "-", "@")
