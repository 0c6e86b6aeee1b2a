"""The shelf holds each report once, whole before cut."""

from io import BytesIO

import pytest

from noroshi.readiness.mail import shelf as shelving
from noroshi.readiness.mail.sense import aggregate
from noroshi.readiness.mail.sense.aggregate import read_aggregate
from noroshi.readiness.mail.shelf import AGGREGATE, ReportTaker, Shelf, read_shelf
from noroshi.testing.mail_reports import Record, report_xml

REPORT = report_xml([Record(source=f"192.0.2.{n}", count=n) for n in range(9)])


@pytest.fixture
def put(tmp_path):
    def made(octets, shelf=None):
        shelf = shelf or Shelf(tmp_path / "shelf", AGGREGATE)
        taker = ReportTaker(shelf)
        reading = read_aggregate(BytesIO(octets), taker)
        new = taker.finish(cut=bool(reading.cut))
        shelf.flush()
        return new

    return made


def rows(folder, domains=None):
    return [row for table in read_shelf(folder / "shelf", ["source", "count"], domains) for row in table.to_pylist()]  # fmt: skip


@pytest.mark.parametrize("chunk", [4, 100])
def test_a_report_lies_there_once(tmp_path, put, monkeypatch, chunk):
    monkeypatch.setattr(aggregate, "CHUNK", chunk)
    assert [put(REPORT), put(REPORT)] == [True, False]
    assert sum(row["count"] for row in rows(tmp_path)) == sum(range(9))
    assert len(list((tmp_path / "shelf").iterdir())) == 1


@pytest.mark.parametrize("chunk", [4, 100])
def test_a_cut_report_gives_way_to_the_whole(tmp_path, put, monkeypatch, chunk):
    monkeypatch.setattr(aggregate, "CHUNK", chunk)
    cut = REPORT[: REPORT.rindex(b"<record>")]
    assert [put(cut), put(cut)] == [True, False]
    assert len(rows(tmp_path)) == 8
    assert put(REPORT)
    assert len(rows(tmp_path)) == 9
    assert not put(cut)


def test_what_is_half_written_is_not_read(tmp_path, put):
    put(REPORT)
    (tmp_path / "shelf" / "cut-00.writing").write_bytes(b"half")
    assert len(rows(tmp_path)) == 9


def test_domains_narrow(tmp_path, put):
    put(REPORT)
    put(report_xml([Record(source="192.0.2.1")], domain="other.example"))
    assert len(rows(tmp_path, {"other.example"})) == 1


def test_a_large_report_is_read_by_parts(tmp_path, put, monkeypatch):
    put(report_xml([Record(source=f"192.0.2.{at}") for at in range(10)]))
    monkeypatch.setattr(shelving, "BATCH", 4)
    tables = list(read_shelf(tmp_path / "shelf", ["source"], {"isp.example"}))
    assert [table.num_rows for table in tables] == [4, 4, 2]
    assert list(read_shelf(tmp_path / "shelf", ["source"], {"far.example"})) == []
