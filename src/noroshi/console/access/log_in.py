"""Log-in: by name, password and code; and out again."""

from dataclasses import dataclass
from typing import Annotated

from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromQuery, QueryParameter

from noroshi.console.access.codes import step_of
from noroshi.console.access.cookies import SESSION, cookie_in, cookie_of, no_cookie
from noroshi.console.access.desk import AtDesk, Desk
from noroshi.console.access.gate import Gate
from noroshi.console.access.going import DONE, Said, go
from noroshi.console.access.person import Asked
from noroshi.console.access.place import address_of
from noroshi.console.access.same_origin import refuse_other_origins
from noroshi.console.pages.language import local_path
from noroshi.console.pages.render import render
from noroshi.console.permit import ANYBODY_KNOWN, PUBLIC
from noroshi.spine.model import Account, Text
from noroshi.spine.store.secret import digest_of
from noroshi.spine.store.sessions import Session

FORM_OCTETS = 65_536
"""Most octets of a form."""

ERRORS = {
    "wrong": Text(ja="名前、パスワード、確認コードのどれかが違います。", en="The name, the password or the code is wrong."),
    "sign-on": Text(ja="組織のアカウントではログインできませんでした。もう一度試すか、管理者に結び付けを頼んでください。", en="Your organisation's account did not let you in. Try again, or ask an administrator to link it."),
}  # fmt: skip
"""Why a log-in failed. It does not say which part was wrong, nor whether there is such an account."""


@dataclass
class LogInForm:
    """What a person types."""

    name: str = ""
    password: str = ""
    code: str = ""
    next: str = "/"


Next = Annotated[str, QueryParameter(name="next")]
Form = Annotated[LogInForm, Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/log-in", opt=PUBLIC, sync_to_thread=True)
def show_log_in(
    request: Asked,
    desk: AtDesk,
    next_: Next = "/",
    done: FromQuery[str] = "",
    error: FromQuery[str] = "",
) -> Response[str]:
    """The form."""
    return _form(request, desk, goal=next_, said=Said(told=DONE.get(done), wrong=ERRORS.get(error)))


@post("/log-in", opt=PUBLIC, sync_to_thread=True, request_max_body_size=FORM_OCTETS)
def log_in(request: Asked, desk: AtDesk, data: Form) -> Response[str] | Response[None]:
    """Let a person in, or say that something was wrong.

    Raises:
        PermissionDeniedException: Another site's page sends the form.
        TooManyRequestsException: Too many failed before.
    """
    refuse_other_origins(desk.hub, request)
    at = desk.hub.clock()
    gate = Gate(desk.attempts, name=data.name, address=address_of(desk.hub, request))
    gate.pass_(at)
    account = _proven(desk, data)
    if account is None:
        gate.fail(at)
        said = Said(wrong=ERRORS["wrong"])
        return _form(request, desk, goal=data.next, name=data.name, said=said, status=401)
    gate.succeed()
    return let_in(request, desk, account, goal=data.next, way="password")


@post("/log-out", opt=ANYBODY_KNOWN, status_code=303, sync_to_thread=True)
def log_out(request: Asked, desk: AtDesk) -> Response[None]:
    """End this log-in."""
    if isinstance(session := request.auth, Session):
        desk.sessions.end(session.digest, account_id=session.account_id)
        desk.auditor.note(request.user.by, "session.end", request.user.by)
    return go("/log-in", done="out", cookies=[no_cookie(desk.hub, request, SESSION)])


def let_in(request: Asked, desk: Desk, account: Account, *, goal: str, way: str) -> Response[None]:
    """Begin a log-in under a new secret, end the one before, and go on."""
    hub = desk.hub
    if before := cookie_in(hub, request, SESSION):
        desk.sessions.end(digest_of(before), account_id=account.id)
    address = address_of(hub, request)
    secret = desk.sessions.begin(
        account.id,
        hub.clock(),
        user_agent=request.headers.get("user-agent", ""),
        address=address,
    )
    desk.auditor.note(f"user:{account.name}", "session.begin", f"user:{account.name}", {"way": way})
    return go(local_path(goal), cookies=[cookie_of(hub, request, SESSION, secret)])


def _proven(desk: Desk, form: LogInForm) -> Account | None:
    """Whose name, password and code these are. The password is checked in any case."""
    account = desk.accounts.named(form.name)
    credentials = desk.accounts.credentials(account.id) if account else None
    checked = desk.passwords.check(
        credentials.password_hash if credentials else None, form.password
    )
    if not checked.good or account is None or credentials is None:
        return None
    if not desk.accounts.is_at_member(account.id):
        return None
    if credentials.totp_secret is not None:
        step = step_of(credentials.totp_secret, form.code, desk.hub.clock())
        if step is None or not desk.accounts.use_code(account.id, step):
            return None
    if checked.renewed:
        desk.accounts.keep_password(account.id, checked.renewed)
    return account


def _form(
    request: Asked,
    desk: Desk,
    *,
    goal: str,
    name: str = "",
    said: Said,
    status: int = 200,
) -> Response[str]:
    return render(
        request,
        "access/log_in.html.j2",
        status=status,
        goal=local_path(goal),
        name=name,
        said=said,
        single=bool(desk.hub.home.settings.access.oidc_issuer),
    )
