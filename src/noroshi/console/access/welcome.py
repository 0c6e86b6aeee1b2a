"""Welcome: the page behind a link that works once, where a password is set."""

from dataclasses import dataclass
from typing import Annotated

from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body, FromPath

from noroshi.console.access.desk import AtDesk, Desk
from noroshi.console.access.going import Said, go
from noroshi.console.access.log_in import FORM_OCTETS
from noroshi.console.access.passwords import LONGEST, SHORTEST
from noroshi.console.access.person import Asked
from noroshi.console.access.same_origin import refuse_other_origins
from noroshi.console.pages.render import render
from noroshi.console.permit import PUBLIC
from noroshi.spine.model import Account, Text

LENGTH = Text(
    ja=f"パスワードは {SHORTEST} 文字から {LONGEST} 文字にしてください。",
    en=f"A password has {SHORTEST} to {LONGEST} characters.",
)
DIFFER = Text(ja="二つのパスワードが違います。", en="The two passwords differ.")


@dataclass
class NewPassword:
    """A password, twice."""

    password: str = ""
    again: str = ""

    def wrong(self) -> Text | None:
        """What is wrong with it."""
        if not SHORTEST <= len(self.password) <= LONGEST:
            return LENGTH
        return None if self.password == self.again else DIFFER


Form = Annotated[NewPassword, Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/welcome/{secret:str}", opt=PUBLIC, sync_to_thread=True)
def show_welcome(request: Asked, desk: AtDesk, secret: FromPath[str]) -> Response[str]:
    """The form. Looking at it does not use the link up, because mail scanners look, too."""
    return _form(request, _whose(desk, secret), Said())


@post("/welcome/{secret:str}", opt=PUBLIC, sync_to_thread=True, request_max_body_size=FORM_OCTETS)
def set_password(
    request: Asked, desk: AtDesk, secret: FromPath[str], data: Form
) -> Response[str] | Response[None]:
    """Set the password; every older log-in of the person ends.

    Raises:
        NotFoundException: The link was used or has ended.
    """
    refuse_other_origins(desk.hub, request)
    account = _whose(desk, secret)
    if wrong := data.wrong():
        return _form(request, account, Said(wrong=wrong))
    kept = desk.passwords.hash(data.password)
    if desk.invitations.use(secret, kept, desk.hub.clock()) is None:
        raise _ended()
    desk.sessions.end_all(account.id)
    desk.auditor.note(
        f"user:{account.name}", "password.set", f"user:{account.name}", {"way": "link"}
    )
    return go("/log-in", done="welcome")


def _whose(desk: Desk, secret: str) -> Account:
    account = desk.invitations.whose(secret, desk.hub.clock())
    if account is None:
        raise _ended()
    return account


def _ended() -> NotFoundException:
    return NotFoundException("this link was used or has ended; ask for another one")


def _form(request: Asked, account: Account, said: Said) -> Response[str]:
    return render(
        request,
        "access/welcome.html.j2",
        status=said.status,
        name=account.name,
        shortest=SHORTEST,
        said=said,
    )
