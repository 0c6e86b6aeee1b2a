"""Facts of one server, and what a term makes of them."""

from dataclasses import replace

import pytest

from noroshi.c2.judge.facts import Facts
from noroshi.c2.judge.terms import TERMS
from noroshi.testing.analyses import NETWORK, make_analysis


def strength(code, network=None, **server):
    (term,) = [term for term in TERMS if term.code == code]
    analysis = make_analysis([server], network=replace(NETWORK, **(network or {})))
    return float(term.strength(Facts(analysis))[0])


@pytest.fixture(name="strength", scope="session")
def strength_fixture():
    """How strongly the term of a code holds for a server that differs in the given columns."""
    return strength


@pytest.fixture(scope="session")
def rises():
    """Whether a term never weakens as one column grows."""

    def check(code, column, values, network=None, **server):
        found = [strength(code, network, **server | {column: value}) for value in sorted(values)]
        return found == sorted(found)

    return check
