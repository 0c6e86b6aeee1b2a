"""Configure: prefix filters for a customer's session, as text for routers."""

from noroshi.readiness.manrs.configure.texts import DIALECTS, FilterWish

__all__ = ["DIALECTS", "FilterWish"]
