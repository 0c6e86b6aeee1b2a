"""Customer file: CSV with a prefix and a customer's name in each row."""

from collections import Counter
from pathlib import Path

import numpy as np

from noroshi.readiness.rpki.customers import Customers
from noroshi.readiness.rpki.prefixes import Fault, parse_prefixes
from noroshi.readiness.rpki.sense.content import read_content
from noroshi.readiness.rpki.sense.table import layout_of, place_of, read_columns
from noroshi.spine.flows.arrow import Array, distinct, picked, words
from noroshi.spine.model import InputError

PREFIX, NAME = ("prefix", "network", "cidr"), ("customer", "name")
MOST_CUSTOMERS = 100_000
LARGEST_BYTES = 1 << 26


def read_customers(path: Path) -> Customers:
    """The customers of a file; rows without a prefix are left out and counted.

    Raises:
        InputError: The file is cut, names no such columns, or has too many customers.
    """
    content = read_content(path, most=LARGEST_BYTES)
    if not content.whole:
        raise InputError(f"{path.name} is cut short; give the whole file")
    refused: Counter[str] = Counter()
    try:
        prefix, name = _columns(content.octets, refused)
    except InputError as error:
        raise InputError(f"{path.name} gives no customers: {error}") from error
    prefixes, fault = parse_prefixes(prefix)
    good = np.flatnonzero(fault == Fault.NONE)
    values, owner = distinct(picked(name, good))
    if len(values) > MOST_CUSTOMERS:
        raise InputError(f"{path.name} names more than {MOST_CUSTOMERS:,} customers")
    left_out = len(fault) - len(good) + refused.total()
    return Customers(
        names=tuple(words(values)), prefixes=prefixes.take(good), owner=owner, refused=left_out
    )


def _columns(octets: bytes, refused: Counter[str]) -> tuple[Array, Array]:
    layout = layout_of(octets, PREFIX)
    prefix, name = place_of(layout.names, PREFIX), place_of(layout.names, NAME)
    if prefix is None or name is None:
        raise InputError("its first line must name the columns prefix and customer")
    columns = read_columns(octets, layout, refused)
    return columns[prefix], columns[name]
