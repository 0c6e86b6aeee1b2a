"""Connecting: how each consumer reads the list, with the reader's own address filled in."""

from litestar import Response, get

from noroshi.console.caller import Caller
from noroshi.console.hub import Hub
from noroshi.console.pages.consumers import filled, offered
from noroshi.console.pages.render import Asked, AtHub, By, render
from noroshi.console.permit import permit
from noroshi.console.reach import shown_to
from noroshi.spine.model import Right

PLACEHOLDER = "nrs_YOUR_TOKEN"
"""Stands where the reader puts his token, as long as he has made none on this page."""


@get("/connect", opt=permit(Right.READ_LISTS), sync_to_thread=True)
def show_connect(request: Asked, hub: AtHub, caller: By) -> Response[str]:
    """Lines to copy, for each consumer."""
    return connect_page(request, hub, caller, request.query_params.get("collection", ""))


def connect_page(
    request: Asked, hub: Hub, caller: Caller, asked: str, *, token: str = ""
) -> Response[str]:
    """The page, with a fresh token filled in where there is one; it is in no other answer."""
    lists = shown_to(hub, caller).collections
    chosen = asked if asked in lists else next(iter(lists), "")
    url = _own_url(request, hub)
    return render(
        request, "connect.html.j2",
        lists=lists,
        chosen=chosen,
        consumers=[
            (each, filled(each, url=url, collection=chosen, token=token or PLACEHOLDER)) for each in offered()
        ],
        issues=caller.may(Right.MANAGE_OWN),
        placeholder=PLACEHOLDER,
        token=token,
    )  # fmt: skip


def _own_url(request: Asked, hub: Hub) -> str:
    """How the reader reaches the hub: as the settings say, else as he did."""
    return hub.home.settings.hub.public_url or str(request.base_url).rstrip("/")
