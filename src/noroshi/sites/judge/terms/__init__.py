"""Terms: every piece of evidence about an address, by theme."""

from noroshi.sites.judge.terms import cloak, harm, host, identity, intent, legitimacy
from noroshi.sites.judge.terms.term import Term

TERMS: tuple[Term, ...] = (
    *identity.TERMS, *intent.TERMS, *host.TERMS, *legitimacy.TERMS, *harm.TERMS, *cloak.TERMS,
)  # fmt: skip

__all__ = ["TERMS", "Term"]
