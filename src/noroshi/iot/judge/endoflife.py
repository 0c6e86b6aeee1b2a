"""End of life: until when a maker mends a version, from endoflife.date's API v1 files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from noroshi.iot.analyse.cpe import Cpe, parse_cpe
from noroshi.spine.model import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOfLife:
    """One line of versions and the last day on which it is mended.

    Attributes:
        product: Part, vendor and product of the CPE.
        cycle: Begin of its versions, as `7.2`.
        day: The day; None where the maker has named none.
    """

    product: tuple[str, str, str]
    cycle: str
    day: date | None

    def covers(self, version: str) -> bool:
        """Whether a version belongs to the line: equal to it, or going on after it."""
        begin = version[: len(self.cycle)]
        rest = version[len(self.cycle) :]
        return begin.lower() == self.cycle.lower() and not (rest[:1].isdigit())


class _Identifier(msgspec.Struct):
    id: str
    type: str


class _Release(msgspec.Struct, rename="camel"):
    name: str
    eol_from: date | None = None


class _Product(msgspec.Struct):
    releases: list[_Release]
    identifiers: list[_Identifier] = []


class _One(msgspec.Struct):
    result: _Product


class _All(msgspec.Struct):
    result: list[_Product]


def parse_end_of_life(octets: bytes) -> list[EndOfLife]:
    """The lines in an answer of `/api/v1/products/NAME` or `/api/v1/products/full`.

    Products without a CPE are passed over: nothing else ties them to an answer for sure.

    Raises:
        InputError: The file is neither.
    """
    try:
        read = msgspec.json.decode(octets, type=dict[str, msgspec.Raw]).get("result", msgspec.Raw())
        several = bytes(read).lstrip()[:1] == b"["
        products = (
            msgspec.json.decode(octets, type=_All).result
            if several
            else [msgspec.json.decode(octets, type=_One).result]
        )
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"this is no answer of endoflife.date's API v1: {error}") from error
    return [line for product in products for line in _lines(product)]


def last_day(lines: Iterable[EndOfLife], cpe: Cpe, version: str) -> date | None:
    """The day of the most particular line that a version belongs to, or None."""
    fitting = [one for one in lines if one.product == cpe[:3] and one.covers(version)]
    best = max(fitting, key=lambda one: len(one.cycle), default=None)
    return None if best is None else best.day


def _lines(product: _Product) -> Iterable[EndOfLife]:
    names = (parse_cpe(one.id) for one in product.identifiers if one.type == "cpe")
    for cpe in dict.fromkeys(name[:3] for name in names if name is not None):
        for release in product.releases:
            yield EndOfLife(product=cpe, cycle=release.name, day=release.eol_from)
