"""Users: the people of an operator, for its administrator; of all, for the coordinator."""

from dataclasses import dataclass
from typing import Annotated

from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException, PermissionDeniedException
from litestar.params import Body, FromPath, FromQuery

from noroshi.console.access.desk import AtDesk, Desk
from noroshi.console.access.going import Said, go, said_of
from noroshi.console.access.log_in import FORM_OCTETS
from noroshi.console.access.names import ROLES
from noroshi.console.access.person import Asked, Logged, Person
from noroshi.console.access.place import origin_of
from noroshi.console.access.powers import (
    appointable,
    may_appoint,
    may_let_in,
    may_shut_out,
    reaches,
)
from noroshi.console.pages.render import render
from noroshi.console.permit import permit
from noroshi.jobs.house.membering import make_account, welcome_link
from noroshi.spine.model import Account, InputError, Operator, Right, Role, Text

ADDED_WRONG = Text(
    ja="利用者を作れませんでした。名前が使われていないか、形を確かめてください。",
    en="The user could not be made. Check that the name is free and well formed.",
)


@dataclass
class UserForm:
    """A new person."""

    name: str = ""
    operator: str = ""
    role: str = ""
    email: str = ""


@dataclass
class RoleForm:
    """Another role."""

    role: str = ""


URL_ENCODED = Body(media_type=RequestEncodingType.URL_ENCODED)
MANAGERS = permit(Right.MANAGE_OWN)


@get("/users", opt=MANAGERS, sync_to_thread=True)
def show_users(
    request: Asked, desk: AtDesk, person: Logged, done: FromQuery[str] = ""
) -> Response[str]:
    """The people that one reaches."""
    return _page(request, desk, person, said_of(done))


@post("/users", opt=MANAGERS, sync_to_thread=True, request_max_body_size=FORM_OCTETS)
def add_user(
    request: Asked, desk: AtDesk, person: Logged, data: Annotated[UserForm, URL_ENCODED]
) -> Response[str]:
    """Make a person, and show the link for him, once.

    Raises:
        PermissionDeniedException: At another operator, or with more rights than one has.
    """
    operator_id = data.operator or person.account.operator_id
    role = _role(data.role)
    if not reaches(person.caller, operator_id) or not may_appoint(person.caller, role):
        raise PermissionDeniedException("you cannot make this user")
    try:
        account = make_account(
            data.name,
            operator_id=operator_id,
            role=role,
            at=desk.hub.clock(),
            email=data.email,
        )
        desk.accounts.add(account)
    except InputError:
        return _page(request, desk, person, Said(wrong=ADDED_WRONG))
    detail = {"role": role.value, "operator": operator_id}
    desk.auditor.note(person.caller.by, "user.add", f"user:{account.name}", detail)
    return _invited(request, desk, person, account)


@post("/users/{account_id:str}/invite", opt=MANAGERS, sync_to_thread=True, status_code=200)
def invite_user(
    request: Asked, desk: AtDesk, person: Logged, account_id: FromPath[str]
) -> Response[str]:
    """Show a fresh link for a person, once; the one before ends.

    Raises:
        PermissionDeniedException: The person may more than one may oneself.
    """
    account = _reached(desk, person, account_id)
    if not may_let_in(person.caller, account) or account.disabled_at is not None:
        raise PermissionDeniedException("you cannot hand out a link for this user")
    return _invited(request, desk, person, account)


@post("/users/{account_id:str}/role", opt=MANAGERS, sync_to_thread=True, status_code=303)
def change_role(
    desk: AtDesk, person: Logged, account_id: FromPath[str], data: Annotated[RoleForm, URL_ENCODED]
) -> Response[None]:
    """Appoint a person to another role.

    Raises:
        PermissionDeniedException: The old role or the new one may more than one may oneself.
    """
    account = _reached(desk, person, account_id)
    role = _role(data.role)
    own = account.id == person.account.id
    if own or not may_let_in(person.caller, account) or not may_appoint(person.caller, role):
        raise PermissionDeniedException("you cannot give this role to this user")
    desk.accounts.appoint(account.id, role)
    detail = {"from": account.role.value, "to": role.value}
    desk.auditor.note(person.caller.by, "user.role", f"user:{account.name}", detail)
    return go("/users", done="role")


@post("/users/{account_id:str}/disable", opt=MANAGERS, sync_to_thread=True, status_code=303)
def disable_user(desk: AtDesk, person: Logged, account_id: FromPath[str]) -> Response[None]:
    """Let a person in no longer; his log-ins end, his tokens hold no more.

    Raises:
        PermissionDeniedException: It is oneself, or a coordinator.
    """
    account = _reached(desk, person, account_id)
    if not may_shut_out(person.caller, account):
        raise PermissionDeniedException("you cannot disable this user")
    desk.accounts.disable(account.id, desk.hub.clock())
    desk.auditor.note(person.caller.by, "user.disable", f"user:{account.name}")
    return go("/users", done="disabled")


@post("/users/{account_id:str}/enable", opt=MANAGERS, sync_to_thread=True, status_code=303)
def enable_user(desk: AtDesk, person: Logged, account_id: FromPath[str]) -> Response[None]:
    """Let a person in again.

    Raises:
        PermissionDeniedException: The person may more than one may oneself.
    """
    account = _reached(desk, person, account_id)
    if not may_let_in(person.caller, account):
        raise PermissionDeniedException("you cannot enable this user")
    desk.accounts.enable(account.id)
    desk.auditor.note(person.caller.by, "user.enable", f"user:{account.name}")
    return go("/users", done="enabled")


def reached_operators(desk: Desk, person: Person) -> list[Operator]:
    """The members that one rules over."""
    return [each for each in desk.operators.all() if reaches(person.caller, each.id)]


def _reached(desk: Desk, person: Person, account_id: str) -> Account:
    account = desk.accounts.get(account_id)
    if account is None or not reaches(person.caller, account.operator_id):
        raise NotFoundException("there is no such user")
    return account


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError as error:
        raise PermissionDeniedException("there is no such role") from error


def _invited(request: Asked, desk: Desk, person: Person, account: Account) -> Response[str]:
    secret = desk.invitations.make(account.id, desk.hub.clock())
    desk.auditor.note(person.caller.by, "user.invite", f"user:{account.name}")
    link = welcome_link(origin_of(desk.hub, request), secret)
    return _page(request, desk, person, Said(), link=link, invited=account.name)


def _page(
    request: Asked,
    desk: Desk,
    person: Person,
    said: Said,
    *,
    link: str = "",
    invited: str = "",
) -> Response[str]:
    caller = person.caller
    everywhere = caller.may(Right.MANAGE_OPERATORS)
    people = desk.accounts.all(operator_id=None if everywhere else person.account.operator_id)
    rows = [
        {
            "account": one,
            "role": ROLES[one.role],
            "invite": may_let_in(caller, one) and one.disabled_at is None,
            "appoint": may_let_in(caller, one) and one.id != person.account.id,
            "disable": may_shut_out(caller, one) and one.disabled_at is None,
            "enable": may_let_in(caller, one) and one.disabled_at is not None,
        }
        for one in people
    ]
    return render(
        request,
        "access/users.html.j2",
        status=said.status,
        said=said,
        link=link,
        invited=invited,
        rows=rows,
        roles=[(role.value, ROLES[role]) for role in appointable(caller)],
        operators=reached_operators(desk, person),
        own=person.account.operator_id,
    )
