"""Fixtures of the guide: kept results by hand, small enough to count."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from noroshi.readiness.guide.reading import Readings
from noroshi.readiness.guide.topic import DECLARED
from noroshi.spine.store.readiness_results import KeptResult

AT = datetime(2026, 9, 22, 3, tzinfo=UTC)


@pytest.fixture
def kept():
    """Makes a kept result: `kept(topic, *rows, subject="", made_at=AT)`."""

    def make(topic, *rows, subject="", made_at=AT):
        return KeptResult(
            run=str(uuid4()), topic=topic, subject=subject, made_at=made_at,
            inputs={"zone": "0" * 64}, rows=rows,
        )  # fmt: skip

    return make


@pytest.fixture
def declared(kept):
    """Makes a declaration of an item."""
    return lambda item, state, note="": kept(
        DECLARED, {"state": state, "note": note, "by": "me"}, subject=item
    )


@pytest.fixture
def read():
    """Readings of some results."""
    return lambda *results: Readings(results, AT)


def check(code, level, **more):
    text = {"ja": f"{code}は{level}", "en": f"{code} is {level}"}
    return {"code": code, "level": level, "domain": "isp.example", "text": text, **more}
