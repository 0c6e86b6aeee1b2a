"""Route file: routes from tables, MRT dumps and routers' answers, recognised by content."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from noroshi.readiness.rpki.routes import Routes, parse_routes
from noroshi.readiness.rpki.sense.bird import columns_of_bird, is_bird
from noroshi.readiness.rpki.sense.content import read_content
from noroshi.readiness.rpki.sense.gobgp import columns_of_gobgp
from noroshi.readiness.rpki.sense.mrt import columns_of_mrt, is_mrt
from noroshi.readiness.rpki.sense.route_table import columns_of_table
from noroshi.readiness.rpki.sense.table import whole_lines
from noroshi.spine.flows.arrow import Array
from noroshi.spine.model import InputError

Reader = Callable[[bytes, Counter[str]], tuple[Array, Array]]


def read_routes(path: Path) -> Routes:
    """The routes of a file in its order; malformed records are left out and counted in it.

    A cut file gives its whole records, and the cut is counted.

    Raises:
        InputError: The file is too large, of no known form, or JSON that is cut.
    """
    content = read_content(path)
    refused: Counter[str] = Counter()
    octets, reader = content.octets, reader_of(content.octets)
    if not content.whole:
        refused["cut-short"] += 1
        if reader in {columns_of_table, columns_of_bird}:
            octets = whole_lines(octets)
    try:
        prefix, origin = reader(octets, refused)
    except InputError as error:
        raise InputError(f"{path.name} gives no routes: {error}") from error
    return parse_routes(prefix, origin, refused=refused)


def reader_of(octets: bytes) -> Reader:
    """Which reader takes a content."""
    if is_mrt(octets):
        return columns_of_mrt
    if is_bird(octets):
        return columns_of_bird
    if octets.lstrip()[:1] == b"{":
        return columns_of_gobgp
    return columns_of_table
