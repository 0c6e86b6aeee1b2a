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
    app = register(
        routes=routes, middleware=(authentication, *middleware), before_send=before_send,
        exception_handlers=exception_handlers or {},
    )  # fmt: skip
    app.state.hub = hub
    return app


def register(
    *,
    routes: Sequence[ControllerRouterHandler],
    middleware: Sequence[Middleware],
    before_send: Sequence[BeforeMessageSendHookHandler],
    exception_handlers: "ExceptionHandlersMap",
) -> Litestar:
    """The routes behind the guard, for any hub: whose they are stands in the application's state."""
    return Litestar(
        route_handlers=[Router(path="/", route_handlers=list(routes))],
        guards=[guard],
        dependencies={
            "hub": Provide(_hub, sync_to_thread=False),
            "caller": Provide(_caller, sync_to_thread=False),
        },
        middleware=list(middleware),
        before_send=list(before_send),
        exception_handlers=dict(exception_handlers),
        openapi_config=None,
        logging_config=None,  # the house starts its own logs; handlers of errors write to them
        on_shutdown=[_close],
    )


def hub_of(app: Litestar) -> Hub:
    """The hub that an application serves."""
    hub: Hub = app.state.hub
    return hub


def _close(app: Litestar) -> None:
    hub_of(app).close()


def _hub(request: Request[Caller, object, State]) -> Hub:
    return hub_of(request.app)


def _caller(
    request: Request[Caller, object, State],
    hub: NamedDependency[Hub],  # noqa: ARG001  # what waits for nothing is made in a task of its own
) -> Caller:
    return request.user
