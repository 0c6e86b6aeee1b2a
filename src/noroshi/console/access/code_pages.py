"""Code pages: asking for codes of an app from the next log-in on, or no longer."""

from dataclasses import dataclass
from typing import Annotated

from litestar import Response, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from markupsafe import Markup

from noroshi.console.access.account import account_page
from noroshi.console.access.codes import drawn, enrolment_link, fresh_code_secret, step_of
from noroshi.console.access.desk import AtDesk
from noroshi.console.access.going import Said, go
from noroshi.console.access.log_in import FORM_OCTETS
from noroshi.console.access.person import Asked, Logged
from noroshi.console.permit import ANYBODY_KNOWN
from noroshi.spine.model import Text

PURPOSE = "code"
CODE_WRONG = Text(
    ja="確認コードが違います。新しい秘密で、もう一度始めてください。",
    en="The code is wrong. Begin again with a fresh secret.",
)


@dataclass
class CodeForm:
    """The first code of an app, and the ticket that remembers its secret."""

    ticket: str = ""
    code: str = ""


Form = Annotated[CodeForm, Body(media_type=RequestEncodingType.URL_ENCODED)]


@post("/account/code", opt=ANYBODY_KNOWN, sync_to_thread=True, status_code=200)
def offer_code(request: Asked, desk: AtDesk, person: Logged) -> Response[str]:
    """Show a fresh secret; nothing changes before its first code came back.

    Raises:
        PermissionDeniedException: The log-in is old.
    """
    person.require_recent()
    secret = fresh_code_secret()
    content = {"account": person.account.id, "secret": secret}
    ticket = desk.tickets.put(PURPOSE, content, desk.hub.clock())
    name = desk.hub.home.settings.hub.name
    link = enrolment_link(secret, name=person.account.name, issuer=name)
    picture = Markup(drawn(link))  # noqa: S704  # paths and numbers; no text of the link is in it
    enrolment = {"ticket": ticket, "secret": secret, "link": link, "drawn": picture}
    return account_page(request, desk, person, Said(), enrolment=enrolment)


@post("/account/code/on", opt=ANYBODY_KNOWN, sync_to_thread=True, request_max_body_size=FORM_OCTETS)
def ask_code(
    request: Asked, desk: AtDesk, person: Logged, data: Form
) -> Response[str] | Response[None]:
    """Ask for codes from now on; the one that proves the app is used up."""
    at = desk.hub.clock()
    content = desk.tickets.take(PURPOSE, data.ticket, at) or {}
    secret = content.get("secret", "") if content.get("account") == person.account.id else ""
    step = step_of(secret, data.code, at) if secret else None
    if step is None:
        return account_page(request, desk, person, Said(wrong=CODE_WRONG))
    desk.accounts.keep_totp(person.account.id, secret)
    desk.accounts.use_code(person.account.id, step)
    desk.auditor.note(person.caller.by, "code.on", person.caller.by)
    return go("/account", done="code-on")


@post("/account/code/off", opt=ANYBODY_KNOWN, sync_to_thread=True, status_code=303)
def ask_no_code(desk: AtDesk, person: Logged) -> Response[None]:
    """Ask for no codes any more.

    Raises:
        PermissionDeniedException: The log-in is old.
    """
    person.require_recent()
    desk.accounts.keep_totp(person.account.id, None)
    desk.auditor.note(person.caller.by, "code.off", person.caller.by)
    return go("/account", done="code-off")
