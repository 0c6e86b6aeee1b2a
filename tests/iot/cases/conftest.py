"""A told device, and the moment of its notice."""

from datetime import UTC, datetime

import pytest

from noroshi.spine.model.line_case import LineCase, LineState

NOTICE = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def told():
    """A device that was told; keywords change it."""

    def make(**changes):
        facts = {
            "case_id": "c", "tracking": "1" * 14, "operator_id": "o", "line": "l", "sealed": b"",
            "device": "d", "vendor": "", "product": "", "trouble": "vulnerable",
            "severity": "high", "exposures": (), "arm": "letter", "channel": "letter",
            "state": LineState.NOTIFIED, "drawn_at": NOTICE, "notified_at": NOTICE,
            "seen_at": NOTICE, "next_at": NOTICE,
        }  # fmt: skip
        return LineCase(**facts | changes)

    return make
