"""A device on a line, and the operator that tells of it."""

from datetime import UTC, datetime

import pytest

from noroshi.iot.notice import Desk
from noroshi.spine.model import Text
from noroshi.spine.model.line_case import LineCase

AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def desk():
    return Desk(
        name=Text(ja="実験通信", en="Example Net"), phone="00-0000-0000",
        hours=Text(ja="平日", en="weekdays"), page="https://www.isp.example/notice",
        check_page="https://check.example/check",
    )  # fmt: skip


@pytest.fixture
def case_of():
    """A device; keywords change it."""

    def make(**changes):
        exposure = {
            "address": "192.0.2.7", "port": "80", "transport": "tcp", "protocol": "http",
            "trouble": "vulnerable", "time": "2026-10-31T15:00:00Z",
        }  # fmt: skip
        facts = {
            "case_id": "c", "tracking": "12345678901234", "operator_id": "o", "line": "hashed-line",
            "sealed": b"sealed", "device": "d", "vendor": "Buffalo", "product": "WSR-2533DHP",
            "trouble": "vulnerable", "severity": "high", "exposures": (exposure,),
            "arm": "letter", "channel": "letter", "drawn_at": AT, "seen_at": AT,
        }  # fmt: skip
        return LineCase(**facts | changes)

    return make
