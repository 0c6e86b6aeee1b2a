"""Keeping: rows under a run, bounded, with digests of what was read."""

import hashlib
from datetime import UTC, datetime

from noroshi.jobs.readiness.keeping import MOST_ROWS, keep, reports_digest, source_digest
from noroshi.jobs.readiness.mail_importing import import_reports
from noroshi.spine.home import Home
from noroshi.spine.store import Store
from noroshi.spine.store.readiness_results import ReadinessResults
from noroshi.testing.mail_reports import Record, report_xml

AT = datetime(2026, 9, 1, tzinfo=UTC)


def test_too_many_rows_are_cut(tmp_path):
    home = Home(tmp_path / "home")
    rows = ({"n": n} for n in range(MOST_ROWS + 5))
    kept = keep(home, "rpki.validate", "", rows, inputs={"vrps": "x"}, started_at=AT)
    assert len(kept.rows) == MOST_ROWS
    assert kept.made_at > AT
    with Store.open(home.state) as store:
        assert ReadinessResults(store.database).newest()[0].inputs["vrps"] == "x"


def test_files_are_told_by_digest_and_servers_by_address(tmp_path):
    (tmp_path / "file").write_bytes(b"content")
    assert source_digest(tmp_path / "file") == hashlib.sha256(b"content").hexdigest()
    assert source_digest("rtr://192.0.2.1:3323") == "rtr://192.0.2.1:3323"


def test_other_reports_have_another_digest(tmp_path):
    home = Home(tmp_path / "home")
    empty = reports_digest(home)
    (tmp_path / "r.xml").write_bytes(report_xml([Record(source="192.0.2.1")]))
    list(import_reports([tmp_path / "r.xml"], home))
    first = reports_digest(home)
    list(import_reports([tmp_path / "r.xml"], home))
    assert first == reports_digest(home) != empty
