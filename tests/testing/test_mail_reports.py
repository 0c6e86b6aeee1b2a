"""Made reports are read as they were meant."""

from io import BytesIO

from noroshi.readiness.mail.sense.aggregate import read_aggregate
from noroshi.testing.mail_reports import BEGIN_S, Record, report_xml


def test_a_made_report_is_read_as_it_was_meant():
    taken = []
    report = report_xml([Record(source="192.0.2.1", count=3, spf="fail")], day=1)
    reading = read_aggregate(BytesIO(report), lambda head, rows: taken.append((head, rows)))
    ((head, (row,)),) = taken
    assert (reading.records, reading.cut) == (1, "")
    assert (head.begin_s, head.domain) == (BEGIN_S + 86_400, "isp.example")
    assert row[:5] == ("192.0.2.1", 3, "none", "pass", "fail")
