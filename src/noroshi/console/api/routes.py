"""Routes: all of the API below `/api/v1`, and its own description."""

from functools import cache

from litestar import Litestar, Response, Router, get
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme

from noroshi import __version__
from noroshi.console.api.contributions import read_contributions
from noroshi.console.api.eve import add_alerts
from noroshi.console.api.folders import read_folder
from noroshi.console.api.indicators import find_indicators, read_indicator
from noroshi.console.api.lists import read_list, read_lists
from noroshi.console.api.problem import HANDLERS
from noroshi.console.api.readiness_scores import add_readiness_score
from noroshi.console.api.sightings import add_sightings
from noroshi.console.api.site_batches import (
    add_site_batch,
    preview_site_batch,
    read_site_batch,
    read_site_batches,
    step_site_batch,
)
from noroshi.console.api.site_cases import add_site_verdict, read_site_case, read_site_cases
from noroshi.console.api.site_reports import add_site_report, read_site_report
from noroshi.console.api.usage import read_usage
from noroshi.console.api.wrong import suspend_indicator
from noroshi.console.permit import PUBLIC

PATH = "/api/v1"


@get("/openapi.json", opt=PUBLIC, sync_to_thread=True, include_in_schema=False)
def read_description() -> Response[dict[str, object]]:
    """The API in OpenAPI 3.1, for clients and code generators."""
    return Response(description())


@cache
def description() -> dict[str, object]:
    """The OpenAPI document; the same for everybody."""
    config = OpenAPIConfig(
        title="Noroshi",
        version=__version__,
        summary="Lists of what attacks networks: read them, prove their use, take errors back.",
        components=Components(
            security_schemes={"token": SecurityScheme(type="http", scheme="bearer")}
        ),
        security=[{"token": []}],
        use_handler_docstrings=True,
    )
    # What the application injects stands empty: a description calls no handler.
    empty = {name: Provide(lambda: None, sync_to_thread=False) for name in ("hub", "caller")}
    app = Litestar([API], openapi_config=config, dependencies=empty)
    return app.openapi_schema.to_schema()


API = Router(
    path=PATH,
    route_handlers=[
        read_lists,
        read_list,
        read_folder,
        find_indicators,
        read_indicator,
        suspend_indicator,
        read_contributions,
        add_sightings,
        add_alerts,
        read_usage,
        add_site_report,
        read_site_report,
        read_site_cases,
        read_site_case,
        add_site_verdict,
        read_site_batches,
        read_site_batch,
        step_site_batch,
        preview_site_batch,
        add_site_batch,
        add_readiness_score,
        read_description,
    ],
    exception_handlers=HANDLERS,
)

ROUTES = [API]
"""For the application."""
