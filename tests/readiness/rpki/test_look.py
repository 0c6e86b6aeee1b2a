"""Look: the own space is what the own ASes announce or have ROAs for, and all inside it."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from noroshi.readiness.rpki.look import look

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ROUTES = [
    ("192.0.2.0/24", "64500"), ("192.0.2.0/25", "64666"), ("198.51.100.0/24", "64666"),
    ("203.0.113.0/24", "64501"), ("2001:db8::/32", "64500"), ("2001:db8:1::/48", "{64500}"),
]  # fmt: skip
VRPS = [("192.0.2.0/24", 24, 64500), ("198.51.100.0/22", 24, 64500), ("203.0.113.0/24", 24, 64501)]


def test_it_holds_states_of_the_own_space_alone(rpki):
    vrps = replace(rpki.vrps(VRPS), expires=np.array([int(NOW.timestamp()) + 60, 0, 0]))
    found = look(rpki.routes(ROUTES), vrps, [64500], {}, at=NOW, soon_s=3600)
    assert found.routes == {
        "192.0.2.0/24 64500": "valid",
        "192.0.2.0/25 64666": "invalid",
        "198.51.100.0/24 64666": "invalid",
        "2001:db8::/32 64500": "not-found",
        "2001:db8:1::/48 -1": "not-found",
    }
    assert found.ends == {"192.0.2.0/24": int(NOW.timestamp()) + 60}


def test_another_roa_that_lasts_keeps_the_prefix(rpki):
    soon = int(NOW.timestamp()) + 60
    vrps = replace(
        rpki.vrps([VRPS[0], ("192.0.2.0/24", 25, 64500)]), expires=np.array([soon, soon + 9000])
    )
    assert look(rpki.routes(ROUTES), vrps, [64500], {}, at=NOW, soon_s=3600).ends == {}
