"""A permission to survey made networks, and a boundary whose clocks the test turns."""

from datetime import timedelta

import msgspec
import pytest

from noroshi.iot.scope import Scope
from noroshi.iot.survey.boundary import Boundary
from noroshi.iot.survey.listing import NOTHING
from noroshi.iot.survey.ranges import Ranges
from noroshi.testing.surveys import NOON, TurnedClock, permission_of


@pytest.fixture
def clock():
    return TurnedClock()


@pytest.fixture
def lab_scope():
    """A lab scope; keywords change its fields."""

    def make(**changes):
        draft = {
            "id": "lab-round-1",
            "lab": True,
            "authority": {
                "legal_basis": "Agreement of the laboratory",
                "body": "Example Coordinator",
                "person": "A. Person",
                "contact": "https://survey.example/why",
            },
            "valid": {"start": NOON - timedelta(days=10), "end": NOON + timedelta(days=10)},
            "sources": ["192.0.2.10"],
            "prefixes": ["198.51.100.0/24", "203.0.113.0/25"],
            "probes": [
                {"probe": "ftp", "ports": [21]},
                {"probe": "http", "ports": [80, 8080]},
                {"probe": "dns", "ports": [53]},
            ],
            "caps": dict.fromkeys(("global_pps", "per_24_pps", "per_as_pps", "per_isp_pps"), 1000),
            "hours": {"start": "00:00", "end": "24:00", "utc_offset": "+09:00"},
            "retention_days": 90,
        }
        return msgspec.convert(draft | changes, Scope)

    return make


@pytest.fixture
def make_boundary(lab_scope, clock):
    """A boundary that knows the opt-outs of this moment; `share` as in `Boundary`."""

    def make(*, share=1, excluded=None, networks=None, fresh=True, listing=NOTHING, **changes):
        held = permission_of(lab_scope(**changes), excluded=excluded, networks=networks)
        made = Boundary(
            held, share=share, now=clock.now, monotonic=clock.monotonic, listing=listing
        )
        if fresh:
            made.renew(Ranges())
        return made

    return make
