"""Powers: over whom somebody may rule, so that nobody gives away more than he has."""

from noroshi.console.caller import Caller
from noroshi.spine.model import RIGHTS, Account, Right, Role


def may_appoint(caller: Caller, role: Role) -> bool:
    """Whether somebody may make others what this role says: only with rights he has himself."""
    return RIGHTS[role] <= caller.rights


def appointable(caller: Caller) -> list[Role]:
    """The roles that somebody may give."""
    return [role for role in Role if may_appoint(caller, role)]


def reaches(caller: Caller, operator_id: str) -> bool:
    """Whether somebody rules over an operator: his own, or with the right any."""
    if caller.may(Right.MANAGE_OPERATORS):
        return True
    return caller.may(Right.MANAGE_OWN) and caller.operator_id == operator_id


def may_let_in(caller: Caller, account: Account) -> bool:
    """Whether somebody may hand out a link, or another role, for an account.

    Who holds a link is that person, so it takes all rights of the account.
    """
    return reaches(caller, account.operator_id) and may_appoint(caller, account.role)


def may_shut_out(caller: Caller, account: Account) -> bool:
    """Whether somebody may disable an account: of those he reaches any but himself and coordinators.

    It gives no right away, so an administrator may end the account of an analyst who left.
    """
    if account.id == caller.account_id or not reaches(caller, account.operator_id):
        return False
    return account.role is not Role.COORDINATOR or caller.may(Right.MANAGE_OPERATORS)
