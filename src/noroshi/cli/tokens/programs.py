"""`noroshi tokens issue`, `list` and `revoke`."""

from datetime import UTC, datetime, timedelta

import click

from noroshi.cli.door import Door, with_door
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.house.membering import BY_OWNER
from noroshi.spine.model import InputError, Right, Token, rfc3339
from noroshi.spine.store import Database
from noroshi.spine.store.accounts import Accounts
from noroshi.spine.store.tokens import Tokens


@click.command()
@click.option("--user", required=True, help="On whose behalf; the token may do a part of it.")
@click.option("--label", required=True, help="What it is for.")
@click.option(
    "--right",
    "rights",
    multiple=True,
    type=click.Choice([each.value for each in Right]),
    default=[Right.READ_LISTS.value],
    show_default=True,
    help="What it may do; several times.",
)
@click.option(
    "--days", type=click.IntRange(1, 3650), default=90, show_default=True, help="How long it holds."
)
@with_door
def issue(door: Door, user: str, label: str, rights: tuple[str, ...], days: int) -> None:
    """Make a token, and print it once. Programs send it as Bearer, or as the password of Basic."""
    at = datetime.now(UTC)
    longest = door.home.settings.access.token_days
    if days > longest:
        raise InputError(f"a token holds at most {longest} days (access.token_days)")
    with Database.open(door.home.create().state) as database:
        maker = Accounts(database).named(user.lower())
        if maker is None:
            raise InputError(f"there is no user {user}; see: noroshi users list")
        secret, token = Tokens(database).issue(
            maker,
            label=label,
            rights=[Right(each) for each in rights],
            at=at,
            expires_at=at + timedelta(days=days),
        )
    detail = {"days": str(days), "rights": " ".join(sorted(token.rights))}
    trail_of(door.home, lambda: at).note(BY_OWNER, "token.issue", f"token:{token.prefix}", detail)
    if door.as_json:
        door.emit([_row(token) | {"token": secret}])
    else:
        click.echo(f"{_line(token, at)}\nCopy it now; it is not shown again:\n{secret}")


@click.command("list")
@click.option("--operator", "operator_id", help="Only tokens of this operator.")
@with_door
def list_(door: Door, operator_id: str | None) -> None:
    """Tokens, the newest first, those that hold no longer too."""
    with Database.open(door.home.create().state) as database:
        tokens = Tokens(database).all(operator_id=operator_id)
    if door.as_json:
        door.emit(_row(token) for token in tokens)
        return
    at = datetime.now(UTC)
    for token in tokens:
        click.echo(_line(token, at))
    if not tokens:
        click.echo("There is no token yet. Make one: noroshi tokens issue --user NAME --label TEXT")


@click.command()
@click.argument("token", metavar="PREFIX|ID")
@with_door
def revoke(door: Door, token: str) -> None:
    """Take a token back; it holds no longer from its next request on."""
    at = datetime.now(UTC)
    with Database.open(door.home.create().state) as database:
        tokens = Tokens(database)
        named = [each for each in tokens.all() if token in {each.id, each.prefix}]
        if len(named) != 1:
            raise InputError(f"{token} names {len(named)} tokens; see: noroshi tokens list")
        tokens.revoke(named[0].id, at)
        revoked = tokens.get(named[0].id) or named[0]
    trail_of(door.home, lambda: at).note(BY_OWNER, "token.revoke", f"token:{revoked.prefix}")
    if door.as_json:
        door.emit([_row(revoked)])
    else:
        click.echo(_line(revoked, at))


def _row(token: Token) -> dict[str, object]:
    moments = {
        name: rfc3339(moment) if moment else None
        for name, moment in (
            ("created_at", token.created_at),
            ("expires_at", token.expires_at),
            ("revoked_at", token.revoked_at),
            ("last_used_at", token.last_used_at),
        )
    }
    return {
        "id": token.id,
        "prefix": token.prefix,
        "label": token.label,
        "operator_id": token.operator_id,
        "rights": sorted(token.rights),
        **moments,
    }


def _line(token: Token, at: datetime) -> str:
    state = f"until {token.expires_at:%Y-%m-%d}"
    if token.revoked_at is not None:
        state = "revoked"
    elif token.expires_at <= at:
        state = "ended"
    return f"{token.prefix}… {token.operator_id:<20} {state:<17} {token.label}"
