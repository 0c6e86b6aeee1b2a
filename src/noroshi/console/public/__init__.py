"""Public: pages for everybody, without a log-in: report a web site, and see what became of it."""

from litestar.types import ControllerRouterHandler

from noroshi.console.public.report import show_form, take_report
from noroshi.console.public.result import find_result, show_result

ROUTES: list[ControllerRouterHandler] = [show_form, take_report, find_result, show_result]
"""Every route of the public pages."""

__all__ = ["ROUTES"]
