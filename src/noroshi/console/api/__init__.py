"""API: the hub for programs, as JSON over HTTP."""

from noroshi.console.api.routes import ROUTES

__all__ = ["ROUTES"]
