"""Editions of the list, for messages about them."""

from dataclasses import replace

import pytest

from noroshi.spine.model import Edition, Endpoint, Standing, Subject, Text
from noroshi.testing.findings import MADE_AT
from noroshi.testing.indicators import make_indicator


@pytest.fixture
def edition_of():
    """Makes an edition: `edition_of(number, standing)`."""

    def make(number=1, standing=Standing.LIVE, *, confidence=91, reason=None, **more):
        subject = Subject.endpoint(Endpoint(f"192.0.2.{number % 256}", 443 + number // 256, "tcp"))
        indicator = replace(make_indicator(subject, **more), confidence=confidence)
        return Edition(
            sequence=number,
            added_at=MADE_AT,
            collection="c2-servers",
            indicator=indicator,
            standing=standing,
            reason=reason or Text(ja="方針による共有です。", en="Shared by policy."),
            by="user:hanako",
        )

    return make
