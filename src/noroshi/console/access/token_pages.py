"""Token pages: what programs of an operator show; a secret is shown once."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated

from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body, FromPath, FromQuery

from noroshi.console.access.desk import AtDesk, Desk
from noroshi.console.access.going import Said, go, said_of
from noroshi.console.access.log_in import FORM_OCTETS
from noroshi.console.access.names import RIGHT_NAMES
from noroshi.console.access.person import Asked, Logged, Person
from noroshi.console.access.powers import reaches
from noroshi.console.pages.render import render
from noroshi.console.pages.wanted import each_of
from noroshi.console.permit import permit
from noroshi.spine.model import Right, Text, Token

LONGEST_LABEL = 80
USUAL_DAYS = 90
WRONG = Text(
    ja="トークンを作れませんでした。用途、少なくとも一つの権限、日数を確かめてください。",
    en="The token could not be made. Give a purpose, at least one right, and days within bounds.",
)


@dataclass
class TokenForm:
    """A new token."""

    label: str = ""
    days: int = USUAL_DAYS
    rights: list[str] | str = field(default_factory=list)


Form = Annotated[TokenForm, Body(media_type=RequestEncodingType.URL_ENCODED)]
MANAGERS = permit(Right.MANAGE_OWN)


@get("/tokens", opt=MANAGERS, sync_to_thread=True)
def show_tokens(
    request: Asked, desk: AtDesk, person: Logged, done: FromQuery[str] = ""
) -> Response[str]:
    """The tokens that one reaches."""
    return _page(request, desk, person, said_of(done))


@post("/tokens", opt=MANAGERS, sync_to_thread=True, request_max_body_size=FORM_OCTETS)
def issue_token(request: Asked, desk: AtDesk, person: Logged, data: Form) -> Response[str]:
    """Make a token for the own operator, and show its secret, once."""
    label = " ".join(data.label.split())
    given = each_of(data.rights)
    rights = frozenset(right for right in Right if right.value in given)
    longest = desk.hub.home.settings.access.token_days
    fits = 1 <= len(label) <= LONGEST_LABEL and 1 <= data.days <= longest
    if not fits or not rights or not rights <= person.caller.rights:
        return _page(request, desk, person, Said(wrong=WRONG))
    at = desk.hub.clock()
    secret, token = desk.tokens.issue(
        person.account,
        label=label,
        rights=rights,
        at=at,
        expires_at=at + timedelta(days=data.days),
    )
    detail = {"days": str(data.days), "rights": " ".join(sorted(token.rights))}
    desk.auditor.note(person.caller.by, "token.issue", f"token:{token.prefix}", detail)
    return _page(request, desk, person, Said(), secret=secret)


@post("/tokens/{token_id:str}/revoke", opt=MANAGERS, sync_to_thread=True, status_code=303)
def revoke_token(desk: AtDesk, person: Logged, token_id: FromPath[str]) -> Response[None]:
    """Take a token back; it holds no longer from its next request on.

    Raises:
        NotFoundException: There is no such token at an operator one reaches.
    """
    token = desk.tokens.get(token_id)
    if token is None or not reaches(person.caller, token.operator_id):
        raise NotFoundException("there is no such token")
    desk.tokens.revoke(token.id, desk.hub.clock())
    desk.auditor.note(person.caller.by, "token.revoke", f"token:{token.prefix}")
    return go("/tokens", done="revoked")


def _page(
    request: Asked,
    desk: Desk,
    person: Person,
    said: Said,
    *,
    secret: str = "",
) -> Response[str]:
    everywhere = person.caller.may(Right.MANAGE_OPERATORS)
    tokens = desk.tokens.all(operator_id=None if everywhere else person.account.operator_id)
    at = desk.hub.clock()

    def holds(token: Token) -> bool:
        return token.revoked_at is None and token.expires_at > at

    return render(
        request,
        "access/tokens.html.j2",
        status=said.status,
        said=said,
        secret=secret,
        rows=[
            {
                "token": token,
                "holds": holds(token),
                "rights": [RIGHT_NAMES[right] for right in Right if right in token.rights],
            }
            for token in tokens
        ],
        rights=[(r.value, RIGHT_NAMES[r]) for r in Right if r in person.caller.rights],
        days=min(USUAL_DAYS, desk.hub.home.settings.access.token_days),
        most_days=desk.hub.home.settings.access.token_days,
    )
