"""Table: the programme's figures as CSV (RFC 4180), for spreadsheets of those who want one."""

import csv
from collections.abc import Iterable
from io import StringIO

from noroshi.relay.kpi.result import Result
from noroshi.spine.model import Language

COLUMNS = (
    "name", "title", "unit", "target", "result", "numerator", "denominator", "low", "high",
    "achievement_percent", "cost_yen", "unit_cost_yen", "unit_cost_per", "counted_at", "query",
)  # fmt: skip


def as_csv(lines: Iterable[Result], language: Language) -> bytes:
    """A header line and a line per figure; empty cells where there is no data."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for line in lines:
        told = line.as_dict()
        told["title"] = line.figure.title.said(language)
        told["unit"] = line.figure.unit.said(language)
        share = line.achievement
        told["achievement_percent"] = None if share is None else round(share * 100, 1)
        writer.writerow(["" if told[name] is None else told[name] for name in COLUMNS])
    return out.getvalue().encode()
