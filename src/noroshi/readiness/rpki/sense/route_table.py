"""Route table: CSV and TSV with a prefix and an origin in each row, as RIS whois and pyasn write them."""

from collections import Counter

from noroshi.readiness.rpki.sense.path import Teller, origin_text
from noroshi.readiness.rpki.sense.table import (
    Layout,
    layout_of,
    looks_like_prefix,
    place_of,
    read_columns,
)
from noroshi.spine.flows.arrow import Array
from noroshi.spine.model import InputError

PREFIX = ("prefix", "ip prefix", "network", "cidr")
ORIGIN = ("origin", "asn", "as", "origin_as", "origin asn", "asnumber", "origin as")
PATH = ("path", "as_path", "aspath", "as path")
BESIDE = 2
"""Columns of a table without header that may hold prefix and origin, in either order."""


def columns_of_table(
    octets: bytes, refused: Counter[str], tell: Teller = origin_text
) -> tuple[Array, Array]:
    """Prefix and origin of each row.

    Raises:
        InputError: It is no table, or no column holds prefixes.
    """
    layout = layout_of(octets, PREFIX)
    if layout.width < BESIDE:
        raise InputError("it is no table of prefix and origin, and no dump that is known here")
    columns = read_columns(octets, layout, refused)
    if tell is not origin_text:
        return _with_paths(layout, columns)
    if layout.names:
        prefix, origin = place_of(layout.names, PREFIX), place_of(layout.names, ORIGIN)
        if prefix is None or origin is None:
            raise InputError("its header names no origin; call the columns prefix and origin")
        return columns[prefix], columns[origin]
    if looks_like_prefix(columns[0]):
        return columns[0], columns[1]
    if looks_like_prefix(columns[1]):
        return columns[1], columns[0]
    raise InputError("neither of its first two columns holds prefixes")


def _with_paths(layout: Layout, columns: list[Array]) -> tuple[Array, Array]:
    prefix, path = place_of(layout.names, PREFIX), place_of(layout.names, PATH)
    if prefix is None or path is None:
        raise InputError("its header names no paths; call the columns prefix and path")
    return columns[prefix], columns[path]
