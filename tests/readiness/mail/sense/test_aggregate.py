"""Aggregate reports: what is read, and what means harm."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.readiness.mail.sense import aggregate
from noroshi.readiness.mail.sense.aggregate import read_aggregate
from noroshi.spine.model import InputError
from noroshi.testing.mail_reports import Record, report_xml

GOOD = report_xml([Record(source="192.0.2.1", signatures={"isp.example": "pass"})])


def read(octets):
    taken = []
    reading = read_aggregate(BytesIO(octets), lambda head, rows: taken.append((head, rows)))
    return reading, taken[0][0], [row for _, rows in taken for row in rows]


def test_the_key_names_a_report_however_it_comes():
    _, head, rows = read(GOOD)
    assert read(GOOD.replace(b"><", b">\n  <"))[1].key == head.key
    assert read(GOOD.replace(b"receiver.example-0", b"other"))[1].key != head.key
    assert rows[0][9] == ["pass isp.example s1"]


@pytest.mark.parametrize(
    ("change", "cells"),
    [
        ((b"<dkim>pass</dkim>", b"<dkim>PASS</dkim>"), ("none", "pass", "pass")),
        ((b"<dkim>pass</dkim>", b"<dkim>yes</dkim>"), ("none", "unknown", "pass")),
        ((b"<disposition>none", b"<disposition>odd"), ("unknown", "pass", "pass")),
        ((b"<feedback>", b'<feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0">'), ("none", "pass", "pass")),
        ((b"<feedback>", b"<x><feedback>"), ("none", "pass", "pass")),
        ((b"</feedback>", b"</feedback>trailing <junk"), ("none", "pass", "pass")),
        ((b"receiver.example<", b"\xff\xfe<"), ("none", "pass", "pass")),
    ],
)  # fmt: skip
def test_careless_senders_are_read_and_never_taken_for_a_pass(change, cells):
    reading, _, rows = read(GOOD.replace(*change))
    assert rows[0][2:5] == cells
    assert reading.cut == ""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ((b"192.0.2.1", b"300.0.2.1"), "bad-source"),
        ((b"<count>1<", b"<count>-1<"), "bad-count"),
        ((b"<count>1<", b"<count>" + b"9" * 30 + b"<"), "bad-count"),
    ],
)
def test_a_bad_record_is_counted(change, reason):
    reading, _, rows = read(GOOD.replace(*change))
    assert (reading.records, dict(reading.refused), rows) == (0, {reason: 1}, [])


LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        (GOOD.replace(b"<feedback>", LAUGHS + b"<feedback>").replace(b">receiver.example<", b">&b;<"), "document-type-refused"),
        (GOOD.replace(b"<feedback>", b'<!DOCTYPE x SYSTEM "file:///etc/hosts"><feedback>'), "document-type-refused"),
        (b"<feedback>" + b"<a>" * 100_000, "nested-too-deep"),
        (b"<feedback><report_metadata><org_name>" + b"x" * 10_000, "text-too-long"),
        (b"<feedback>" + b"<a></a>" * 400_000, "too-large"),
        (b"<html><body><p>hello</p></body></html>", "not-a-dmarc-report"),
        (b"<feedback></feedback>", "no-policy-domain"),
        (b"", "malformed-xml"),
        (GOOD[: GOOD.index(b"<record>")], "malformed-xml"),
        (GOOD.replace(b"<begin>", b"<begin>x"), "bad-date-range"),
        (GOOD.replace(b"<end>", b"<end>9"), "bad-date-range"),
    ],
)  # fmt: skip
def test_what_means_harm_or_nothing_is_refused(octets, reason):
    with pytest.raises(InputError, match=reason):
        read(octets)


def test_a_broken_report_keeps_its_good_records():
    octets = report_xml([Record(source=f"192.0.2.{n}") for n in range(9)])
    reading, _, rows = read(octets[: octets.rindex(b"<record>") + 20])
    assert (reading.records, len(rows), reading.cut) == (8, 8, "malformed-xml")


def test_large_reports_come_in_chunks(monkeypatch):
    monkeypatch.setattr(aggregate, "CHUNK", 4)
    monkeypatch.setattr(aggregate, "MOST_RECORDS", 10)
    chunks = []
    octets = report_xml([Record(source="192.0.2.1")] * 11)
    reading = read_aggregate(BytesIO(octets), lambda _, rows: chunks.append(len(rows)))
    assert (chunks, reading.cut) == ([4, 4, 2], "too-many-records")


@given(st.binary(max_size=300), st.integers(0, len(GOOD)))
def test_any_octets_are_read_or_refused(junk, at):
    for octets in (junk, GOOD[:at] + junk + GOOD[at:], GOOD[:at] + junk):
        try:
            reading, head, rows = read(octets)
        except InputError as error:
            reason = str(error)
            assert reason
        else:
            assert head.domain
            assert len(rows) == reading.records
