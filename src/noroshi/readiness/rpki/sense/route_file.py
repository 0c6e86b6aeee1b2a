"""Route file: routes from tables, MRT dumps and routers' answers, recognised by content."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

from noroshi.readiness.rpki.paths import Paths, parse_paths
from noroshi.readiness.rpki.prefixes import Fault, parse_prefixes
from noroshi.readiness.rpki.routes import Routes, parse_routes
from noroshi.readiness.rpki.sense.bird import columns_of_bird, is_bird
from noroshi.readiness.rpki.sense.content import read_content
from noroshi.readiness.rpki.sense.frr import (
    columns_of_frr,
    columns_of_frr_json,
    is_frr,
    is_frr_json,
)
from noroshi.readiness.rpki.sense.gobgp import columns_of_gobgp
from noroshi.readiness.rpki.sense.mrt import columns_of_mrt, columns_of_records, is_mrt
from noroshi.readiness.rpki.sense.path import Teller, origin_text, path_text
from noroshi.readiness.rpki.sense.route_table import columns_of_table
from noroshi.readiness.rpki.sense.table import whole_lines
from noroshi.spine.flows.arrow import Array, picked
from noroshi.spine.model import InputError

Reader = Callable[[bytes, Counter[str], Teller], tuple[Array, Array]]


def read_routes(path: Path) -> Routes:
    """The routes of a file in its order; malformed records are left out and counted in it.

    A cut file gives its whole records, and the cut is counted.

    Raises:
        InputError: The file is too large, of no known form, or JSON that is cut.
    """
    refused: Counter[str] = Counter()
    prefix, origin = _columns(path, refused, origin_text)
    return parse_routes(prefix, origin, refused=refused)


def read_paths(path: Path) -> tuple[Routes, Paths]:
    """The routes of a file with their whole AS paths, row by row.

    Raises:
        InputError: As `read_routes`, or the file tells no paths.
    """
    refused: Counter[str] = Counter()
    prefix, words = _columns(path, refused, path_text)
    paths = parse_paths(words)
    far = np.append(paths.asn, 0)[np.maximum(paths.start[1:] - 1, 0)]
    known = (paths.hops > 0) & ~paths.has_set
    # A path that is a set, or broken, has no origin to tell; the sentence of the path says so.
    origin = pa.array(np.where(known, far.astype(str), np.where(paths.hops > 0, "{0}", "")))
    kept = parse_routes(prefix, origin, refused=refused)
    if len(kept) != len(paths):
        _, fault = parse_prefixes(prefix)
        paths = parse_paths(picked(words, np.flatnonzero(fault == Fault.NONE)))
    return kept, paths


def read_table_at(dump: Path, updates: Sequence[Path], until: datetime | None) -> Routes:
    """The table of an MRT dump, changed by the updates up to a time.

    Args:
        dump: A table dump; or the first of the updates, where there is none.
        updates: In the order of time.
        until: Null for the end of the updates.

    Raises:
        InputError: A file is no MRT.
    """
    refused: Counter[str] = Counter()
    contents: list[bytes] = []
    for path in (dump, *updates):
        content = read_content(path)
        if not is_mrt(content.octets):
            raise InputError(f"{path.name} is no MRT file; updates change MRT table dumps alone")
        refused["cut-short"] += not content.whole
        contents.append(content.octets)
    until_s = until.timestamp() if until else math.inf
    columns = columns_of_records(contents, refused, origin_text, until_s=until_s)
    return parse_routes(*columns, refused=+refused)


def _columns(path: Path, refused: Counter[str], tell: Teller) -> tuple[Array, Array]:
    content = read_content(path)
    octets, reader = content.octets, reader_of(content.octets)
    if not content.whole:
        refused["cut-short"] += 1
        if reader in {columns_of_table, columns_of_bird, columns_of_frr}:
            octets = whole_lines(octets)
    try:
        return reader(octets, refused, tell)
    except InputError as error:
        raise InputError(f"{path.name} gives no routes: {error}") from error


def reader_of(octets: bytes) -> Reader:
    """Which reader takes a content."""
    if is_mrt(octets):
        return columns_of_mrt
    if is_bird(octets):
        return columns_of_bird
    if is_frr(octets):
        return columns_of_frr
    if octets.lstrip()[:1] == b"{":
        return columns_of_frr_json if is_frr_json(octets) else columns_of_gobgp
    return columns_of_table
