"""Service: the hub as a server's worker process makes it."""

import os
from collections.abc import Callable
from pathlib import Path

from litestar import Litestar

from noroshi.console.hub import Hub
from noroshi.spine.home import Home, start_logs
from noroshi.spine.store import Store

HOME_VARIABLE = "NOROSHI_HOME"


def made_app(make: Callable[[Hub], Litestar]) -> Litestar:
    """The application of the home that the environment names, with a store of its own.

    Args:
        make: Makes the application of a hub.

    Raises:
        ConfigError: A setting is wrong, or a newer Noroshi wrote the state.
        SourceError: The state cannot be reached.
    """
    start_logs(verbose=False, as_json=True)
    home = Home(Path(os.environ[HOME_VARIABLE])).create()
    store = Store.open(home.state)
    app = make(Hub(home=home, store=store))
    app.on_shutdown.append(store.close)
    return app


def whole() -> Litestar:
    """The whole hub; the server's workers call this by its name."""
    from noroshi.console.whole import whole_app  # noqa: PLC0415  # every page and its templates

    return made_app(whole_app)
