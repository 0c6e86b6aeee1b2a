"""State of an installation: findings, runs, decisions, imports."""

from noroshi.spine.store.run import Run
from noroshi.spine.store.store import Store

__all__ = ["Run", "Store"]
