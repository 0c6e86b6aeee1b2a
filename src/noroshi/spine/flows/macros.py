"""Macros: SQL functions on addresses, for every engine that reads the flow table."""

from importlib.resources import files


def address_macros() -> str:
    """Statements that define `ip`, `in_net`, `ip_hi` and `ip_lo`; run them once an engine."""
    return files("noroshi.spine.flows").joinpath("macros.sql").read_text("utf-8")
