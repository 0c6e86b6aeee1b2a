"""Progress: quarters of Japan, the requested points first, and sheets a spreadsheet cannot run."""

import csv
import io
from datetime import UTC, datetime

import pytest

from noroshi.readiness.guide.progress import REQUESTED, Quarter, as_csv, changed, progress
from noroshi.readiness.guide.score import score
from noroshi.readiness.guide.state import states_of
from noroshi.spine.model import ConfigError

from .conftest import AT


def made(read, *results, operator="Example Net"):
    before, now = (score(states_of(read(*some)), AT) for some in ((), results))
    return progress(operator, Quarter(2026, 3), now, before)


def test_quarters_turn_at_midnight_in_japan():
    assert Quarter.of(datetime(2026, 9, 30, 14, 59, tzinfo=UTC)) == Quarter(2026, 3)
    assert Quarter.of(datetime(2026, 9, 30, 15, 0, tzinfo=UTC)) == Quarter(2026, 4)
    assert Quarter(2026, 4).end == datetime(2026, 12, 31, 15, tzinfo=UTC)
    assert Quarter(2026, 1).before == Quarter(2025, 4)
    assert str(Quarter.parse("2026q3")) == "2026Q3"


@pytest.mark.parametrize("text", ["2026", "2026Q5", "26Q1", "Q1", "２０２６Q1x"])
def test_what_is_no_quarter_is_refused(text):
    with pytest.raises(ConfigError, match="no quarter"):
        Quarter.parse(text)


def test_points_of_the_request_come_first_and_every_item_once(read):
    codes = [line.item.code for line in made(read).lines]
    assert tuple(codes[: len(REQUESTED)]) == REQUESTED
    assert len(codes) == len(set(codes)) == 33


def test_changes_are_told_with_their_runs(read, declared):
    result = declared("mail.receive", "met")
    sheet = made(read, result)
    assert [line.item.code for line in changed(sheet)] == ["mail.receive"]
    row = next(row for row in sheet.rows() if row["item"] == "mail.receive")
    assert (row["state_before"], row["state"], row["runs"]) == ("manual", "met", [result.run])
    assert row["point"]["en"] == "DMARC and reports as a receiver"


def test_a_spreadsheet_reads_it_in_either_language(read, declared):
    sheet = made(read, declared("mail.receive", "met"), operator="=HYPERLINK(1)")
    for language, met in (("ja", "達成"), ("en", "met")):
        text = as_csv(sheet, language).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert len(rows) == 33
        assert rows[0]["operator"] == "'=HYPERLINK(1)"
        assert next(row for row in rows if row["item"] == "mail.receive")["state"] == met
