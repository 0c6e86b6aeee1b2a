"""Webhook pages: where an operator wants changes posted to, what arrived there, and what did not."""

from dataclasses import dataclass, field
from typing import Annotated

from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import Body, FromPath, FromQuery

from noroshi.console.access.desk import AtDesk, Desk
from noroshi.console.access.going import Said, go, said_of
from noroshi.console.access.log_in import FORM_OCTETS
from noroshi.console.access.person import Asked, Logged, Person
from noroshi.console.access.powers import reaches
from noroshi.console.pages.render import render
from noroshi.console.pages.wanted import each_of
from noroshi.console.permit import permit
from noroshi.jobs.notify.office import Office, office_of
from noroshi.jobs.notify.registering import (
    add_webhook,
    challenge_webhook,
    remove_webhook,
    retry_webhook,
    rotate_secret,
)
from noroshi.spine.model import COLLECTIONS, InputError, NoroshiError, Right, Text, Webhook
from noroshi.spine.store.notifications import Notifications
from noroshi.spine.store.webhooks import Webhooks

MOST_DELIVERIES = 50
"""Deliveries that the page of a webhook shows, the newest first."""

MANAGERS = permit(Right.MANAGE_OWN)
VERBS = ("test", "rotate", "retry", "remove")


@dataclass
class WebhookForm:
    """A new place."""

    url: str = ""
    operator: str = ""
    lists: list[str] | str = field(default_factory=list)
    whole: str = ""


@dataclass
class VerbForm:
    """What is done to a place: one of `VERBS`."""

    verb: str = ""


Form = Annotated[WebhookForm, Body(media_type=RequestEncodingType.URL_ENCODED)]
Verb = Annotated[VerbForm, Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/webhooks", opt=MANAGERS, sync_to_thread=True)
def show_webhooks(
    request: Asked, desk: AtDesk, person: Logged, done: FromQuery[str] = ""
) -> Response[str]:
    """The places that one reaches."""
    return _page(request, desk, person, said_of(done))


@post("/webhooks", opt=MANAGERS, sync_to_thread=True, request_max_body_size=FORM_OCTETS)
def register_webhook(
    request: Asked, desk: AtDesk, person: Logged, data: Form
) -> Response[str] | Response[None]:
    """Register a place, and show its secret, once."""
    operator_id = data.operator or person.account.operator_id
    if not reaches(person.caller, operator_id):
        raise NotFoundException("there is no such operator")
    try:
        webhook = add_webhook(
            _office(desk),
            data.url.strip(),
            operator_id=operator_id,
            collections=[name for name in COLLECTIONS if name in each_of(data.lists)],
            whole_list=bool(data.whole),
        )
    except InputError as error:
        return _page(request, desk, person, _wrong(error), url=data.url)
    detail = {"operator": operator_id, "lists": " ".join(webhook.collections)}
    desk.auditor.note(person.caller.by, "webhook.add", f"webhook:{webhook.id}", detail)
    return _one(request, desk, webhook, Said(), secret=webhook.secret)


@get("/webhooks/{webhook_id:str}", opt=MANAGERS, sync_to_thread=True)
def show_webhook(
    request: Asked,
    desk: AtDesk,
    person: Logged,
    webhook_id: FromPath[str],
    done: FromQuery[str] = "",
) -> Response[str]:
    """One place, and its deliveries."""
    return _one(request, desk, _reached(desk, person, webhook_id), said_of(done))


@post(
    "/webhooks/{webhook_id:str}",
    opt=MANAGERS,
    sync_to_thread=True,
    request_max_body_size=FORM_OCTETS,
)
def change_webhook(
    request: Asked, desk: AtDesk, person: Logged, webhook_id: FromPath[str], data: Verb
) -> Response[str] | Response[None]:
    """Send a test, give a fresh secret, send again what was given up, or remove.

    Raises:
        ClientException: Something else is asked for.
    """
    webhook = _reached(desk, person, webhook_id)
    if data.verb not in VERBS:
        raise ClientException(f"a webhook takes one of: {', '.join(VERBS)}")
    office = _office(desk)
    secret = ""
    try:
        if data.verb == "test":
            challenge_webhook(office, webhook.id)
        elif data.verb == "rotate":
            secret = rotate_secret(office, webhook.id).secret
        elif data.verb == "retry":
            retry_webhook(office, webhook.id)
        else:
            remove_webhook(office, webhook.id)
    except NoroshiError as error:
        return _one(request, desk, webhook, _wrong(error))
    desk.auditor.note(person.caller.by, f"webhook.{data.verb}", f"webhook:{webhook.id}")
    if secret:
        return _one(request, desk, _reached(desk, person, webhook.id), Said(), secret=secret)
    path = "/webhooks" if data.verb == "remove" else f"/webhooks/{webhook.id}"
    return go(path, done=f"webhook-{data.verb}")


def _office(desk: Desk) -> Office:
    return office_of(desk.hub.home, desk.hub.store.database, desk.hub.clock)


def _reached(desk: Desk, person: Person, webhook_id: str) -> Webhook:
    """A place of an operator that one reaches.

    Raises:
        NotFoundException: There is none.
    """
    try:
        webhook = Webhooks(desk.hub.store.database).find(webhook_id)
    except InputError as error:
        raise NotFoundException("there is no such webhook") from error
    if webhook.disabled_at is not None or not reaches(person.caller, webhook.operator_id):
        raise NotFoundException("there is no such webhook")
    return webhook


def _wrong(error: NoroshiError) -> Said:
    return Said(
        wrong=Text(ja=f"できませんでした。理由：{error}", en=f"That was not possible: {error}.")
    )


def _page(
    request: Asked, desk: Desk, person: Person, said: Said, *, url: str = ""
) -> Response[str]:
    everywhere = person.caller.may(Right.MANAGE_OPERATORS)
    own = person.account.operator_id
    webhooks = Webhooks(desk.hub.store.database).all(operator_id=None if everywhere else own)
    operators = [one.id for one in desk.operators.all() if one.left_at is None]
    return render(
        request, "access/webhooks.html.j2",
        status=said.status,
        said=said,
        webhooks=webhooks,
        operators=operators if everywhere else [],
        own=own,
        lists=COLLECTIONS,
        url=url,
    )  # fmt: skip


def _one(
    request: Asked, desk: Desk, webhook: Webhook, said: Said, *, secret: str = ""
) -> Response[str]:
    database = desk.hub.store.database
    return render(
        request, "access/webhook.html.j2",
        status=said.status,
        said=said,
        webhook=webhook,
        deliveries=Notifications(database).of_webhook(webhook.id, limit=MOST_DELIVERIES),
        secret=secret,
    )  # fmt: skip
