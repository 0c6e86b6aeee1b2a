"""Tables: times are UTC or refused."""

from datetime import datetime

import pytest

from noroshi.spine.model import (
    ImportRecord,
)
from noroshi.spine.store import Store
from noroshi.testing.findings import MADE_AT


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "state.db") as opened:
        yield opened


def imported(**changes):
    values = {
        "digest": "ab" * 32,
        "path": "day.parquet",
        "format": "parquet",
        "read": 3,
        "kept": 2,
        "refused": {"no-address": 1},
        "files": ("flows/date=2026-01-01/a.parquet",),
        "imported_at": MADE_AT,
    }
    return ImportRecord(**(values | changes))


def test_a_time_without_zone_is_refused(store):
    with pytest.raises(Exception, match="no zone"):
        store.save_import(imported(imported_at=datetime(2026, 1, 1)))  # noqa: DTZ001  # the point
