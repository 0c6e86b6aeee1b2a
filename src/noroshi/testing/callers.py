"""Callers: the hub's application for somebody who is let in, asked in this process or on a port."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from granian.constants import Interfaces
from granian.server.embed import Server
from litestar import Litestar
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.types import ControllerRouterHandler

from noroshi.console.access.headers import write_headers
from noroshi.console.access.place import Connection
from noroshi.console.app import build_app
from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.telling import TELLERS
from noroshi.testing.daemons import answers, eventually, free_port


def app_as(caller: Caller, hub: Hub, routes: Sequence[ControllerRouterHandler]) -> Litestar:
    """The application with these routes and all headers of the whole hub; log-in is passed over."""
    app = build_app(
        hub, routes=routes, authentication=Shown, exception_handlers=TELLERS,
        before_send=[write_headers],
    )  # fmt: skip
    app.state.caller = caller
    return app


class Shown(AbstractAuthenticationMiddleware):
    """Takes everybody for the caller in the application's state."""

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        """Who asks, as a test wishes."""
        return AuthenticationResult(user=connection.app.state.caller, auth=None)


@contextmanager
def on_a_port(app: Litestar) -> Iterator[str]:
    """An application on a port of this machine, for programs that speak HTTP; gives its address."""
    port = free_port()
    server = Server(app, address="127.0.0.1", port=port, interface=Interfaces.ASGI)
    loop = asyncio.new_event_loop()

    def run() -> None:
        loop.run_until_complete(server.serve())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        eventually(lambda: answers(port), "the application")
        yield f"http://127.0.0.1:{port}"
    finally:
        loop.call_soon_threadsafe(server.stop)
        thread.join(20)
