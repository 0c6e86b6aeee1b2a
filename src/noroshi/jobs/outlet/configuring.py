"""Configuring: settings of a resolver for the policy file, read by its own parser before they are given."""

from noroshi.jobs.readiness.checking_text import Checked, check_text
from noroshi.readiness.outlet.resolver_text import kresd_policy

RESOLVERS = {"kresd": kresd_policy}
"""Resolvers that read the policy zone from a file only; others follow it as secondaries."""


def resolver_text(system: str, path: str) -> tuple[str, Checked]:
    """Settings that name the file, and what the resolver's parser says of them.

    Raises:
        ConfigError: The path cannot stand in settings.
    """
    text = RESOLVERS[system](path)
    return text, check_text(system, text)
