"""Judge: which reported URLs deserve the first visit. Never a verdict on a page."""

from noroshi.sites.judge.model import Card, TriageModel, read_model, shipped_model, write_model

__all__ = ["Card", "TriageModel", "read_model", "shipped_model", "write_model"]
