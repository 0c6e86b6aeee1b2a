"""App: the routes of the hub, behind one guard."""

from collections.abc import Sequence

from litestar import Litestar, Request, Router
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.middleware import DefineMiddleware
from litestar.types import (
    BeforeMessageSendHookHandler,
    ControllerRouterHandler,
    ExceptionHandlersMap,
    Middleware,
)

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.permit import guard


def build_app(
    hub: Hub,
    *,
    routes: Sequence[ControllerRouterHandler],
    authentication: type | DefineMiddleware,
    middleware: Sequence[Middleware] = (),
    before_send: Sequence[BeforeMessageSendHookHandler] = (),
    exception_handlers: "ExceptionHandlersMap | None" = None,
) -> Litestar:
    """The application.

    Args:
        hub: What it serves.
        routes: Its routers.
        authentication: Middleware that puts a `Caller` into `request.user`.
        middleware: What else stands before the routes.
        before_send: What every answer passes, those to unknown paths too.
        exception_handlers: How errors are told, unless a router tells its own.
    """
    return Litestar(
        route_handlers=[Router(path="/", route_handlers=list(routes))],
        guards=[guard],
        dependencies={
            "hub": Provide(lambda: hub, sync_to_thread=False),
            "caller": Provide(_caller, sync_to_thread=False),
        },
        middleware=[authentication, *middleware],
        before_send=list(before_send),
        exception_handlers=dict(exception_handlers or {}),
        openapi_config=None,
        logging_config=None,  # the house starts its own logs; handlers of errors write to them
        on_shutdown=[hub.close],
    )


def _caller(
    request: Request[Caller, object, State],
    hub: NamedDependency[Hub],  # noqa: ARG001  # what waits for nothing is made in a task of its own
) -> Caller:
    return request.user
