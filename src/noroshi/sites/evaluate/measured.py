"""Measured: labelled pages as the judge's terms show them, without the pages; a row of a file of labels."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from noroshi.sites.evaluate.page_fit import Example
from noroshi.sites.judge.terms import TERMS
from noroshi.spine.model import InputError

MOST_OCTETS = 200_000_000
_CODES = frozenset(term.code for term in TERMS)


class MeasuredPage(msgspec.Struct, frozen=True, kw_only=True):
    """One labelled page.

    Attributes:
        id: Of the page where it comes from.
        domain: Registered domain; what is held out together.
        label: 1 malicious, 0 harmless.
        family: Kit, kind or source; families weigh alike.
        source: Where the label comes from: `analysts`, or the name of a set.
        brand: Whose name it borrows; empty where nobody's.
        told: Whose name the judge told.
        terms: How strongly each term holds, by code; those left out do not hold.
    """

    id: str
    domain: str
    label: int
    family: str
    source: str
    brand: str = ""
    told: str = ""
    terms: dict[str, float] = {}

    def example(self) -> Example:
        """As weights are fitted to it."""
        return Example(
            strengths=tuple(self.terms.get(term.code, 0.0) for term in TERMS),
            label=self.label,
            family=f"{self.source}/{self.family}",
            brand=self.brand,
            domain=self.domain,
        )


def terms_of(strengths: Iterable[float]) -> dict[str, float]:
    """Strengths in the order of TERMS, by code; those of 0 are left out."""
    pairs = zip(TERMS, strengths, strict=True)
    return {term.code: round(float(value), 4) for term, value in pairs if value}


def read_measured(path: Path) -> list[MeasuredPage]:
    """Rows of a file.

    Raises:
        InputError: It holds something else, or terms that this version does not know.
    """
    try:
        if path.stat().st_size > MOST_OCTETS:
            raise InputError(f"{path} is larger than any file of labels")
        rows = [
            msgspec.json.decode(line, type=MeasuredPage)
            for line in path.read_bytes().splitlines()
            if line.strip()
        ]
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(
            f"{path} holds no labels as `noroshi sites labels export` writes them: {error}"
        ) from error
    for row in rows:
        _check(row, path)
    return rows


def write_measured(rows: Iterable[MeasuredPage], path: Path) -> None:
    """Write a file, a row a line."""
    path.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))


def _check(row: MeasuredPage, path: Path) -> None:
    if row.label not in {0, 1}:
        raise InputError(f"{path}: the label of {row.id[:100]} is neither 0 nor 1")
    if unknown := _unknown(row.terms):
        raise InputError(f"{path}: {unknown} is no term of this version; export the labels again")


def _unknown(terms: Mapping[str, float]) -> str:
    return next((code[:100] for code in terms if code not in _CODES), "")
