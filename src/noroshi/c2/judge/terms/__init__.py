"""Terms: every reason that may speak for or against a server, grouped by what it looks at."""

from noroshi.c2.judge.terms import dialogue, population, port, rhythm
from noroshi.c2.judge.terms.term import Term

TERMS: tuple[Term, ...] = (*port.TERMS, *dialogue.TERMS, *rhythm.TERMS, *population.TERMS)
"""In the order of the weights."""

__all__ = ["TERMS", "Term"]
