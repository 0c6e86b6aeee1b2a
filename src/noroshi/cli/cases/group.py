"""`noroshi cases`: work for operators."""

import click

from noroshi.cli.lazy import LazyGroup

COMMANDS = {
    "open": ("noroshi.cli.cases.work:open_", "Make work of a finding for an operator."),
    "list": ("noroshi.cli.cases.view:list_", "Cases, newest first."),
    "show": ("noroshi.cli.cases.view:show", "One case and all that happened in it."),
    "comment": ("noroshi.cli.cases.work:comment", "Add a comment."),
    "assign": ("noroshi.cli.cases.work:assign", "Give a case to a person."),
    "due": ("noroshi.cli.cases.work:due", "Say by when a case should be closed."),
    "close": ("noroshi.cli.cases.work:close", "End a case, with its outcome."),
    "reopen": ("noroshi.cli.cases.work:reopen", "Take a closed case up again."),
}


@click.group(cls=LazyGroup, commands_at=COMMANDS)
def cases() -> None:
    """Work for operators, from a finding to its outcome."""
