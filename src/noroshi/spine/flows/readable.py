"""Readable: rows of a query as people read them: addresses as text, moments as UTC text."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa

from noroshi.spine.flows.address import Addresses, format_addresses
from noroshi.spine.flows.arrow import as_integers, as_mask, filled
from noroshi.spine.model import rfc3339

Row = dict[str, object]

HALVES = (("Hi", "Lo"), ("_hi", "_lo"))
"""How the two columns of one address end; the text takes the name before it."""


def readable_rows(table: pa.Table) -> Iterator[Row]:
    """One dictionary a row; two halves of an address become one text column in the first's place."""
    names = _names(table.column_names)
    columns: dict[str, list[object]] = {}
    for at, name in enumerate(names):
        base, partner = _pair(name, names, table)
        if partner is not None:
            columns.setdefault(base, _addresses(table, at, partner))
        elif not _is_second(name, names, table):
            columns[name] = [_plain(value) for value in table.column(at).to_pylist()]
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(columns, values, strict=True))


def _names(names: list[str]) -> list[str]:
    """Names, a second column of one name with a number behind."""
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(name if seen[name] == 1 else f"{name}:{seen[name]}")
    return told


def _pair(name: str, names: list[str], table: pa.Table) -> tuple[str, int | None]:
    for high, low in HALVES:
        base = name.removesuffix(high)
        if base and base != name and base + low in names and base not in names:
            at = names.index(base + low)
            if table.column(names.index(name)).type == table.column(at).type == pa.int64():
                return base, at
    return name, None


def _is_second(name: str, names: list[str], table: pa.Table) -> bool:
    for high, low in HALVES:
        first = name.removesuffix(low) + high
        if name.endswith(low) and first in names and _pair(first, names, table)[1] is not None:
            return True
    return False


def _addresses(table: pa.Table, high: int, low: int) -> list[object]:
    hi, lo = table.column(high), table.column(low)
    texts = format_addresses(Addresses(as_integers(filled(hi, 0)), as_integers(filled(lo, 0))))
    absent = as_mask(hi.is_null())
    return [
        None if gone else text
        for text, gone in zip(pa.table({"t": texts})["t"].to_pylist(), absent, strict=True)
    ]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return rfc3339(value.replace(tzinfo=UTC) if value.tzinfo is None else value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
