"""Refusals of rows that came one a line: told on stderr, and by the exit code."""

from collections import Counter

import click

from noroshi.spine.model import InputError


def tell_refused(refused: Counter[str], what: str) -> None:
    """Count refused rows by reason on stderr, and end with exit code 1 if there are any.

    Args:
        refused: Counts by reason.
        what: What a row holds, in the plural.
    """
    if not refused:
        return
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in sorted(refused.items()))
    click.echo(f"noroshi: {refused.total():,} {what} refused: {reasons}", err=True)
    click.get_current_context().exit(InputError.exit_code)
