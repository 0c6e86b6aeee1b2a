"""Drafts of take-down requests are noted, never changed."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from noroshi.spine.model import SourceError
from noroshi.spine.model.site_life import TakedownDraft
from noroshi.spine.store.site_drafts import SiteDrafts
from noroshi.spine.store.site_reports import SiteReports
from noroshi.testing.findings import MADE_AT
from noroshi.testing.site_reports import site_report, wanted

URL = "http://login.bank.example/"
FIRST = TakedownDraft(
    url=URL, at=MADE_AT, by="user:hanako", recipients=("hosting abuse@host.example",), digest="0a"
)


def test_drafts_are_read_back_oldest_first_and_stay(database):
    SiteReports(database).take([site_report(1, wanted())], at=MADE_AT, most_waiting=9)
    drafts = SiteDrafts(database)
    second = TakedownDraft(
        url=URL, at=MADE_AT + timedelta(hours=1), by="user:taro", recipients=(), digest="0b"
    )
    drafts.add(second)
    drafts.add(FIRST)
    assert drafts.of(URL) == [FIRST, second]
    assert drafts.of("http://other.example/") == []
    with pytest.raises(SourceError, match="append-only"), database.writing() as session:
        session.execute(text("DELETE FROM site_drafts"))
