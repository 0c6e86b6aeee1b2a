"""A scope in documentation ranges, and changes to it."""

import copy
import json

import msgspec
import pytest

from noroshi.iot.scope import Scope

DRAFT = {
    "id": "lab-round-1",
    "lab": True,
    "authority": {
        "legal_basis": "Agreement of the laboratory, section 3",
        "body": "Example Coordinator",
        "person": "A. Person",
        "contact": "survey@coordinator.example",
    },
    "valid": {"start": "2026-11-01T00:00:00Z", "end": "2026-12-01T00:00:00Z"},
    "sources": ["192.0.2.10"],
    "prefixes": ["198.51.100.0/24", "203.0.113.0/25"],
    "probes": [{"probe": "ftp", "ports": [21]}, {"probe": "http", "ports": [80, 8080]}],
    "caps": {"global_pps": 100, "per_24_pps": 5, "per_as_pps": 50, "per_isp_pps": 50},
    "hours": {"start": "09:00", "end": "21:00", "utc_offset": "+09:00"},
    "exclusions": [{"name": "opt-out", "sha256": "0" * 64}],
    "retention_days": 90,
}


def changed(**changes):
    """The draft with some values changed; `a__b` reaches into a table."""
    made = copy.deepcopy(DRAFT)
    for place, value in changes.items():
        *above, name = place.split("__")
        table = made
        for step in above:
            table = table[step]
        table[name] = value
    return made


@pytest.fixture
def make_scope():
    return lambda **changes: msgspec.convert(changed(**changes), Scope)


@pytest.fixture
def make_draft():
    return lambda **changes: json.dumps(changed(**changes)).encode()
