"""Listed file: routes that a table does not show all the time, and what they are for."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from noroshi.readiness.rpki.routes import AS_SET, parse_routes
from noroshi.readiness.rpki.sense.content import read_content
from noroshi.readiness.rpki.sense.table import layout_of, place_of, read_columns
from noroshi.spine.flows.arrow import Array, picked, words
from noroshi.spine.model import InputError

UNWANTED = "unwanted"
USES = ("own", "customer", "rtbh", "scrubbing", UNWANTED)
COLUMNS = ("prefix", "origin", "use")
LARGEST_BYTES = 1 << 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Rows of the file, column by column, and how many were left out."""

    prefixes: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    refused: int = 0


def read_listed(path: Path) -> Listed:
    """The rows of a file; those without a prefix, an origin or a known use are left out.

    Raises:
        InputError: The file is cut, or names no such columns.
    """
    content = read_content(path, most=LARGEST_BYTES)
    if not content.whole:
        raise InputError(f"{path.name} is cut short; give the whole file")
    refused: Counter[str] = Counter()
    try:
        prefix, origin, use = _columns(content.octets, refused)
    except InputError as error:
        raise InputError(f"{path.name} lists no routes: {error}") from error
    known = np.flatnonzero([word.strip() in USES for word in words(use)])
    routes = parse_routes(picked(prefix, known), picked(origin, known), refused=Counter())
    good = np.flatnonzero(routes.origin > AS_SET)
    alike = {
        (text, who): word.strip()
        for text, who, word in zip(words(prefix), words(origin), words(use), strict=True)
    }
    texts = words(picked(routes.prefix_text, good)), words(picked(routes.origin_text, good))
    return Listed(
        prefixes=tuple(texts[0]),
        origins=tuple(texts[1]),
        uses=tuple(alike[pair] for pair in zip(*texts, strict=True)),
        refused=len(prefix) - len(good) + refused.total(),
    )


def _columns(octets: bytes, refused: Counter[str]) -> tuple[Array, Array, Array]:
    layout = layout_of(octets, ("prefix",))
    places = [place_of(layout.names, (name,)) for name in COLUMNS]
    if None in places:
        raise InputError("its first line must name the columns prefix, origin and use")
    columns = read_columns(octets, layout, refused)
    prefix, origin, use = (columns[place] for place in places if place is not None)
    return prefix, origin, use
