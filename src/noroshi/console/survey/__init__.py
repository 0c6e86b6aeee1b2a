"""Survey: for those who met a probe: why, from where, and how to be asked no more."""

from litestar.types import ControllerRouterHandler

from noroshi.console.survey.check import run_check, show_check
from noroshi.console.survey.entering import add_opt_out
from noroshi.console.survey.why import opt_out_by_api, opt_out_by_page, show_probing, show_why

ROUTES: list[ControllerRouterHandler] = [
    show_why,
    show_probing,
    opt_out_by_page,
    opt_out_by_api,
    add_opt_out,
    show_check,
    run_check,
]
"""Every route of the survey."""

__all__ = ["ROUTES"]
