"""Auditor: who writes down what is done at a hub."""

from noroshi.console.hub import Hub
from noroshi.jobs.house.auditing import trail_of
from noroshi.spine.model import Auditor


def auditor_of(hub: Hub) -> Auditor:
    """The audit of the hub's home."""
    return trail_of(hub.home, hub.clock)
