"""Why: the page behind every probe, its machine-readable twin, and opting out for the own address.

Nobody proves who he is here, so nobody can speak for an address but the one he comes from.
"""

from datetime import timedelta

import msgspec
from litestar import Response, get, post
from litestar.exceptions import NotFoundException, TooManyRequestsException
from litestar.params import FromQuery

from noroshi.console.access.place import address_of, origin_of
from noroshi.console.access.same_origin import refuse_other_origins
from noroshi.console.pages.render import Asked, AtHub, render
from noroshi.console.permit import PUBLIC
from noroshi.iot.sense import CATALOGUE
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.iot.opting_out import ITSELF, opt_out
from noroshi.spine.model import rfc3339
from noroshi.spine.store.attempts import Attempts
from noroshi.spine.store.opt_outs import OptOut

MOST_WISHES = 10
"""Wishes in a quarter of an hour from one address, behind which a whole office may sit."""
FORM_OCTETS = 1024
GOOD_FOR = timedelta(days=180)
"""How long a probe description holds (RFC 9116, section 2.5.5, wants less than a year)."""


class OptedOut(msgspec.Struct, frozen=True):
    """What is asked no more, and since when."""

    prefix: str
    asked_at: str


@get("/why", opt=PUBLIC, sync_to_thread=True)
def show_why(request: Asked, hub: AtHub, done: FromQuery[str] = "") -> Response[str]:
    """Who asks, why, with which questions, and how to be asked no more."""
    settings = hub.home.settings
    return render(
        request, "why.html.j2", hub_name=settings.hub.name, contact=settings.iot.contact,
        sources=settings.iot.sources, probes=CATALOGUE.values(), address=address_of(hub, request),
        done=bool(done),
    )  # fmt: skip


@get("/.well-known/probing.txt", opt=PUBLIC, sync_to_thread=True)
def show_probing(request: Asked, hub: AtHub) -> Response[str]:
    """The probe description of RFC 9511, in the form of RFC 9116.

    Raises:
        NotFoundException: The settings name no contact, without which there is no survey.
    """
    contact = hub.home.settings.iot.contact
    if not contact:
        raise NotFoundException("no survey is described here")
    origin = origin_of(hub, request)
    place = contact if contact.startswith("https:") else f"mailto:{contact}"
    lines = (
        f"Canonical: {origin}/.well-known/probing.txt",
        f"Contact: {place}",
        f"Expires: {rfc3339(hub.clock() + GOOD_FOR)}",
        "Preferred-Languages: ja, en",
        (
            f"Description: {hub.home.settings.hub.name} surveys authorised networks for exposed"
            f" devices, without credentials. Why, and how to opt out: {origin}/why"
        ),
    )
    return Response("\n".join(lines) + "\n", media_type="text/plain")


@post("/why/opt-out", opt=PUBLIC, sync_to_thread=True, request_max_body_size=FORM_OCTETS)
def opt_out_by_page(request: Asked, hub: AtHub) -> Response[None]:
    """Ask the visitor's own address no more.

    Raises:
        PermissionDeniedException: Another site's page sends the form.
        TooManyRequestsException: Too many wishes came from this address.
    """
    refuse_other_origins(hub, request)
    _opt_out(request, hub)
    return Response(None, status_code=303, headers={"Location": "/why?done=1"})


@post("/why/opt-out.json", opt=PUBLIC, sync_to_thread=True, request_max_body_size=FORM_OCTETS)
def opt_out_by_api(request: Asked, hub: AtHub) -> OptedOut:
    """The same for programs: `curl -X POST` from the address that is to be asked no more.

    Raises:
        PermissionDeniedException: Another site's page sends it.
        TooManyRequestsException: Too many wishes came from this address.
    """
    refuse_other_origins(hub, request)
    made = _opt_out(request, hub)
    return OptedOut(prefix=made.prefix, asked_at=rfc3339(made.asked_at))


def _opt_out(request: Asked, hub: AtHub) -> OptOut:
    address, at = address_of(hub, request), hub.clock()
    attempts, key = Attempts(hub.store.database), f"opt-out:{address}"
    if (until := attempts.locked_until({key: MOST_WISHES}, at)) is not None:
        wait_s = max(1, int((until - at).total_seconds()))
        raise TooManyRequestsException(
            f"{address} is noted already", headers={"Retry-After": str(wait_s)}
        )
    attempts.fail(key, at=at)
    made = opt_out(hub.store, address, by=ITSELF, note="", at=at)
    trail_of(hub.home, hub.clock).note("self", "survey.exclude", made.prefix)
    return made
