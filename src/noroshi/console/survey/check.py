"""Check: a visitor looks at the own address from outside, after saying yes, and learns what to do."""

import threading

from litestar import Response, get, post
from litestar.exceptions import (
    HTTPException,
    NotFoundException,
    PermissionDeniedException,
    TooManyRequestsException,
)

from noroshi.console.access.place import address_of
from noroshi.console.access.same_origin import refuse_other_origins
from noroshi.console.hub import Hub
from noroshi.console.pages.render import Asked, AtHub, render
from noroshi.console.permit import PUBLIC
from noroshi.jobs.iot.self_checking import Checked, check_address, check_scope_of, covers
from noroshi.spine.model import ConfigError, SourceError

FORM_OCTETS = 1024
_ONE_AT_A_TIME = threading.Lock()
"""The shards of a scope share its caps; so do visitors: one look at a time."""
WAIT_S = 20.0


@get("/check", opt=PUBLIC, sync_to_thread=True)
def show_check(request: Asked, hub: AtHub) -> Response[str]:
    """What a look is, and the button that says yes."""
    _refuse_closed(hub)
    address = address_of(hub, request)
    return _page(request, hub, address, None)


@post("/check", opt=PUBLIC, sync_to_thread=True, request_max_body_size=FORM_OCTETS)
def run_check(request: Asked, hub: AtHub) -> Response[str]:
    """Look at the visitor's own address, and tell what was seen.

    Raises:
        PermissionDeniedException: Another site's page sends the form, or the address is outside.
        TooManyRequestsException: The address asked too often.
        HTTPException: Others are being looked at, or the look ended early.
    """
    _refuse_closed(hub)
    refuse_other_origins(hub, request)
    address = address_of(hub, request)
    if not covers(hub.home, hub.store, address):
        raise PermissionDeniedException("this address may not be checked here")
    _refuse_haste(hub, address)
    return _page(request, hub, address, _looked(hub, address))


def _looked(hub: Hub, address: str) -> Checked:
    if not _ONE_AT_A_TIME.acquire(timeout=WAIT_S):
        raise _later()
    try:
        return check_address(hub.home, hub.store, address, at=hub.clock())
    except (ConfigError, SourceError) as error:
        raise _later() from error
    finally:
        _ONE_AT_A_TIME.release()


def _later() -> HTTPException:
    return HTTPException(
        "the look could not be made now; try again in a few minutes", status_code=503,
        headers={"Retry-After": "300"},
    )  # fmt: skip


def _refuse_haste(hub: Hub, address: str) -> None:
    most = hub.home.settings.iot.checks_per_hour
    wait_s = hub.check_rate.pass_(address, hub.clock(), most=most)
    if wait_s:
        raise TooManyRequestsException(
            f"checked often enough; try again in {wait_s // 60 + 1} minutes",
            headers={"Retry-After": str(wait_s)},
        )


def _refuse_closed(hub: Hub) -> None:
    if check_scope_of(hub.home) is None:
        raise NotFoundException("this hub has no self-check page")


def _page(request: Asked, hub: Hub, address: str, done: Checked | None) -> Response[str]:
    return render(
        request, "check.html.j2", address=address, covered=covers(hub.home, hub.store, address),
        done=done, contact=hub.home.settings.iot.contact,
    )  # fmt: skip
