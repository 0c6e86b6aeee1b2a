"""PhreshPhish: rendered pages of the open web with their truth, for those who have the data set.

Parquet or JSON Lines with the columns `sha256`, `url`, `label` (`phish` or `benign`), `target`, `date`,
`lang`, `lang_score` and `html` (arXiv 2507.10854; the data set's own card). Nothing of it comes with
this project, and nothing is fetched.
"""

import heapq
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, cast

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from noroshi.sites.range.corpus import LabelledPage
from noroshi.spine.model import InputError, canonical_url

LABELS = {"phish": 1, "benign": 0}
COLUMNS = ("sha256", "url", "label", "html")
BATCH_ROWS = 16
"""A page of the set holds up to 76 MB, so few are in memory together."""
LONGEST = 2_000_000
"""Characters of a page that are served; the visit keeps no more of it."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row, as far as it is used."""

    sha256: str
    url: str
    label: str
    html: str = ""


def sampled_pages(path: Path, most: int) -> list[LabelledPage]:
    """Pages of a file, so many at most: those with the smallest hashes, so the same ones each time.

    Harmless and malicious ones keep the proportion that they have in the file. The brand is left
    out, as the set names it in words of its own.

    Raises:
        InputError: The file holds something else.
    """
    try:
        chosen = set(heapq.nsmallest(most, _hashes(path)))
        return [_page(row) for row in _rows(path, COLUMNS) if row.sha256 in chosen and _is_web(row)]
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise InputError(
            f"{path} is not in PhreshPhish's format (sha256, url, label, html): {error}"
        ) from error


def _page(row: Row) -> LabelledPage:
    return LabelledPage(
        id=row.sha256,
        url=canonical_url(row.url),
        html=row.html[:LONGEST],
        label=LABELS[row.label],
        kind=row.label,
        brand="",
        listed=False,
    )


def _is_web(row: Row) -> bool:
    try:
        canonical_url(row.url)
    except InputError:
        return False
    return True


def _hashes(path: Path) -> Iterator[str]:
    return (row.sha256 for row in _rows(path, COLUMNS[:3]))


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """Rows in the file's order, a few in memory at a time."""
    if path.suffix == ".parquet":
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=BATCH_ROWS, columns=list(columns)):
                yield from msgspec.convert(batch.to_pylist(), list[Row])
        return
    with pa.input_stream(str(path), compression="detect") as stream:
        for line in TextIOWrapper(cast("BinaryIO", stream), encoding="utf-8", errors="replace"):
            if line.strip():
                yield msgspec.json.decode(line, type=Row)
