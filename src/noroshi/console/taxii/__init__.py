"""TAXII 2.1 (OASIS Standard, June 2021): the shared list for platforms that poll it."""

from noroshi.console.taxii.routes import ROUTES

__all__ = ["ROUTES"]
