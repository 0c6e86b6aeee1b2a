"""Account: what a person sees and changes of himself."""

from dataclasses import dataclass
from typing import Annotated

from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body, FromPath, FromQuery

from noroshi.console.access.desk import AtDesk, Desk
from noroshi.console.access.gate import Gate
from noroshi.console.access.going import Said, go, said_of
from noroshi.console.access.log_in import FORM_OCTETS
from noroshi.console.access.names import ROLES
from noroshi.console.access.passwords import SHORTEST
from noroshi.console.access.person import Asked, Logged, Person
from noroshi.console.access.place import address_of
from noroshi.console.access.welcome import NewPassword
from noroshi.console.pages.language import LANGUAGES
from noroshi.console.pages.render import render
from noroshi.console.permit import ANYBODY_KNOWN
from noroshi.spine.model import Text

OLD_WRONG = Text(ja="今のパスワードが違います。", en="The present password is wrong.")


@dataclass
class ChangedPassword(NewPassword):
    """The present password and the new one."""

    old: str = ""


@dataclass
class LanguageForm:
    """A language; empty to follow the browser."""

    language: str = ""


URL_ENCODED = Body(media_type=RequestEncodingType.URL_ENCODED)


@get("/account", opt=ANYBODY_KNOWN, sync_to_thread=True)
def show_account(
    request: Asked, desk: AtDesk, person: Logged, done: FromQuery[str] = ""
) -> Response[str]:
    """The page."""
    return account_page(request, desk, person, said_of(done))


@post(
    "/account/password",
    opt=ANYBODY_KNOWN,
    sync_to_thread=True,
    request_max_body_size=FORM_OCTETS,
)
def change_password(
    request: Asked, desk: AtDesk, person: Logged, data: Annotated[ChangedPassword, URL_ENCODED]
) -> Response[str] | Response[None]:
    """Change the password; every other log-in ends.

    Raises:
        PermissionDeniedException: There is no present password, and the log-in is old.
        TooManyRequestsException: The present password was wrong too often.
    """
    at = desk.hub.clock()
    credentials = desk.accounts.credentials(person.account.id)
    kept = credentials.password_hash if credentials else None
    wrong = data.wrong()
    if kept is None:
        person.require_recent()
    elif wrong is None:
        gate = Gate(desk.attempts, name=person.account.name, address=address_of(desk.hub, request))
        gate.pass_(at)
        if not desk.passwords.check(kept, data.old).good:
            gate.fail(at)
            wrong = OLD_WRONG
    if wrong is not None:
        return account_page(request, desk, person, Said(wrong=wrong))
    desk.accounts.keep_password(person.account.id, desk.passwords.hash(data.password))
    desk.sessions.end_all(person.account.id, but=person.session.digest)
    desk.auditor.note(person.caller.by, "password.set", person.caller.by)
    return go("/account", done="password")


@post("/account/language", opt=ANYBODY_KNOWN, sync_to_thread=True, status_code=303)
def change_language(
    desk: AtDesk, person: Logged, data: Annotated[LanguageForm, URL_ENCODED]
) -> Response[None]:
    """Speak a language on every device."""
    desk.accounts.speak(person.account.id, LANGUAGES.get(data.language, ""))
    return go("/account", done="language")


@post("/account/sessions/{digest:str}/end", opt=ANYBODY_KNOWN, sync_to_thread=True, status_code=303)
def end_session(desk: AtDesk, person: Logged, digest: FromPath[str]) -> Response[None]:
    """End one of the own log-ins.

    Raises:
        NotFoundException: There is none of that name.
    """
    if not desk.sessions.end(digest, account_id=person.account.id):
        raise NotFoundException("this log-in has ended already")
    desk.auditor.note(person.caller.by, "session.end", person.caller.by)
    return go("/account", done="session")


@post("/account/sessions/end", opt=ANYBODY_KNOWN, sync_to_thread=True, status_code=303)
def end_other_sessions(desk: AtDesk, person: Logged) -> Response[None]:
    """End every log-in but this one."""
    desk.sessions.end_all(person.account.id, but=person.session.digest)
    desk.auditor.note(person.caller.by, "session.end", person.caller.by, {"which": "all others"})
    return go("/account", done="session")


def account_page(
    request: Asked,
    desk: Desk,
    person: Person,
    said: Said,
    *,
    enrolment: dict[str, str] | None = None,
) -> Response[str]:
    """The page, with what was done or went wrong."""
    credentials = desk.accounts.credentials(person.account.id)
    return render(
        request,
        "access/account.html.j2",
        status=said.status,
        said=said,
        person=person,
        role=ROLES[person.account.role],
        has_password=credentials is not None and credentials.password_hash is not None,
        asks_code=credentials is not None and credentials.totp_secret is not None,
        linked=credentials is not None and credentials.oidc_subject is not None,
        single=bool(desk.hub.home.settings.access.oidc_issuer),
        shortest=SHORTEST,
        enrolment=enrolment,
        passkeys=desk.passkeys.of(person.account.id),
        sessions=desk.sessions.of(person.account.id, desk.hub.clock()),
    )
