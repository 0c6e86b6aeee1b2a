"""`noroshi users add`, `list`, `invite`, `role`, `disable` and `enable`."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.house.membering import BY_OWNER, make_account, public_url, welcome_link
from noroshi.spine.model import Account, InputError, Role, rfc3339
from noroshi.spine.store import Database
from noroshi.spine.store.accounts import Accounts
from noroshi.spine.store.invitations import Invitations

ROLES = click.Choice([each.value for each in Role])


@click.command()
@click.argument("name")
@click.option("--operator", "operator_id", required=True, help="Where the person works.")
@click.option("--role", type=ROLES, required=True, help="What the person may do.")
@click.option("--email", default="", help="For links and digests.")
@click.option("--language", type=click.Choice(["ja", "en"]), help="Language on every device.")
@click.option("--subject", help="Who the person is at the identity provider (`sub`).")
@with_door
def add(
    door: Door, name: str, operator_id: str, role: str, subject: str | None, **more: str | None
) -> None:
    """Add a person, and print a link that works once, for the first password."""
    at = datetime.now(UTC)
    account = make_account(
        name,
        operator_id=operator_id,
        role=Role(role),
        at=at,
        email=more["email"] or "",
        language=more["language"] or "",
    )
    with Database.open(door.home.create().state) as database:
        Accounts(database).add(account)
        if subject:
            issuer = door.home.settings.access.oidc_issuer
            if not issuer:
                raise InputError("--subject needs access.oidc_issuer in the settings")
            Accounts(database).link(account.id, f"{issuer}#{subject}")
        _note(door, "user.add", account, at, {"role": role, "operator": operator_id})
        _tell(door, account, _link(door, database, account, at))


@click.command()
@click.argument("name")
@click.option(
    "--without-codes", is_flag=True, help="Also ask for no codes any more: the app was lost."
)
@with_door
def invite(door: Door, name: str, without_codes: bool) -> None:
    """Print a fresh link that sets a password once; the link before ends."""
    at = datetime.now(UTC)
    with Database.open(door.home.create().state) as database:
        account = _known(database, name)
        if without_codes:
            Accounts(database).keep_totp(account.id, None)
            _note(door, "code.off", account, at)
        _tell(door, account, _link(door, database, account, at))


@click.command()
@click.argument("name")
@click.argument("role", type=ROLES)
@with_door
def role(door: Door, name: str, role: str) -> None:
    """Give a person another role; it holds from the next request on."""
    at = datetime.now(UTC)
    with Database.open(door.home.create().state) as database:
        account = _known(database, name)
        Accounts(database).appoint(account.id, Role(role))
        _note(door, "user.role", account, at, {"from": account.role.value, "to": role})
        _tell(door, _known(database, name))


@click.command()
@click.argument("name")
@with_door
def disable(door: Door, name: str) -> None:
    """Let a person in no longer: log-ins end, tokens hold no more."""
    at = datetime.now(UTC)
    with Database.open(door.home.create().state) as database:
        account = _known(database, name)
        Accounts(database).disable(account.id, at)
        _note(door, "user.disable", account, at)
        _tell(door, _known(database, name))


@click.command()
@click.argument("name")
@with_door
def enable(door: Door, name: str) -> None:
    """Let a disabled person in again."""
    at = datetime.now(UTC)
    with Database.open(door.home.create().state) as database:
        account = _known(database, name)
        Accounts(database).enable(account.id)
        _note(door, "user.enable", account, at)
        _tell(door, _known(database, name))


@click.command("list")
@click.option("--operator", "operator_id", help="Only people of this operator.")
@with_door
def list_(door: Door, operator_id: str | None) -> None:
    """People by operator, disabled ones too."""
    with Database.open(door.home.create().state) as database:
        people = Accounts(database).all(operator_id=operator_id)
    if door.as_json:
        door.emit(_row(account) for account in people)
        return
    for account in people:
        click.echo(_line(account))
    if not people:
        click.echo(
            "There is nobody yet. Add somebody: noroshi users add NAME --operator ID --role ROLE"
        )


def _known(database: Database, name: str) -> Account:
    account = Accounts(database).named(name.lower())
    if account is None:
        raise InputError(f"there is no user {name}; see: noroshi users list")
    return account


def _link(door: Door, database: Database, account: Account, at: datetime) -> str:
    if account.disabled_at is not None:
        raise InputError(f"{account.name} is disabled; run: noroshi users enable {account.name}")
    secret = Invitations(database).make(account.id, at)
    _note(door, "user.invite", account, at)
    return welcome_link(public_url(door.home.settings), secret)


def _note(
    door: Door, action: str, account: Account, at: datetime, detail: dict[str, str] | None = None
) -> None:
    trail_of(door.home, lambda: at).note(BY_OWNER, action, f"user:{account.name}", detail)


def _row(account: Account) -> dict[str, object]:
    return asdict(account) | {
        "created_at": rfc3339(account.created_at),
        "disabled_at": rfc3339(account.disabled_at) if account.disabled_at else None,
    }


def _line(account: Account) -> str:
    disabled = " (disabled)" if account.disabled_at else ""
    return f"{account.name:<24} {account.operator_id:<20} {account.role}{disabled}"


def _tell(door: Door, account: Account, link: str | None = None) -> None:
    if door.as_json:
        door.emit([_row(account) | ({"link": link} if link else {})])
        return
    click.echo(_line(account))
    if link:
        click.echo(f"Hand this link over a safe way; it works once, for three days:\n{link}")
