"""Whole: all of the hub behind one door."""

from litestar import Litestar
from litestar.types import ControllerRouterHandler

from noroshi.console import access, api, health, iot, pages, public, sites, survey, taxii
from noroshi.console.access.authentication import Authentication
from noroshi.console.access.headers import write_headers
from noroshi.console.app import build_app
from noroshi.console.hub import Hub
from noroshi.console.telling import TELLERS

ROUTES: list[ControllerRouterHandler] = [
    *health.ROUTES,
    *pages.ROUTES,
    *sites.ROUTES,
    *iot.ROUTES,
    *access.ROUTES,
    *public.ROUTES,
    *api.ROUTES,
    *taxii.ROUTES,
    *survey.ROUTES,
]
"""Every route of every part."""


def whole_app(hub: Hub) -> Litestar:
    """The application that `noroshi up` serves."""
    return build_app(
        hub,
        routes=ROUTES,
        authentication=Authentication,
        before_send=[write_headers],
        exception_handlers=TELLERS,
    )
