"""Caller: who asks, on whose behalf, and what he may do."""

from dataclasses import dataclass

from litestar.di import NamedDependency

from noroshi.spine.model import Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A person or a program that has shown who it is; or nobody.

    Attributes:
        by: How decisions and audit lines name it: `user:NAME`, `token:PREFIX`, `anonymous`.
        rights: What it may do.
        operator_id: Its operator; null for nobody.
        account_id: Its account; null for nobody.
        token_id: The token it showed; null for a person.
        language: `ja` or `en` where the account says; empty to follow the request.
    """

    by: str
    rights: frozenset[Right]
    operator_id: str | None = None
    account_id: str | None = None
    token_id: str | None = None
    language: str = ""

    @property
    def known(self) -> bool:
        """Whether it has shown who it is."""
        return self.operator_id is not None

    def may(self, right: Right) -> bool:
        """Whether it has a right."""
        return right in self.rights


NOBODY = Caller(by="anonymous", rights=frozenset())
"""Who has shown nothing."""

Asking = NamedDependency[Caller]
"""A handler's argument `caller`."""
