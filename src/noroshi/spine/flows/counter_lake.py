"""Counter lake: rows of sFlow counters on disk, one folder an hour of receipt.

`counters/date=YYYY-MM-DD/hour=HH/NAME.parquet`, named as the flow files of the same stretch of the
spool are, so that what holds for those holds for these: made again, they overwrite themselves.
"""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from noroshi.spine.flows.arrow import as_integers
from noroshi.spine.home import whole_file
from noroshi.spine.model import SourceError

_HOUR_MS = 3_600_000


def write_counters(tables: list[pa.Table], root: Path, name: str) -> tuple[str, ...]:
    """Write rows of one stretch; gives the files, relative to `root`.

    Raises:
        SourceError: The disk does not take it.
    """
    if not tables:
        return ()
    table = pa.concat_tables(tables)
    hours = as_integers(table["collectionTimeMilliseconds"].cast(pa.int64())) // _HOUR_MS
    files = []
    for hour in np.unique(hours).tolist():
        moment = datetime.fromtimestamp(hour * 3600, UTC)
        file = root / f"date={moment:%Y-%m-%d}" / f"hour={moment:%H}" / f"{name}-0000.parquet"
        _write(table.filter(pa.array(hours == hour)), file)
        files.append(file.relative_to(root).as_posix())
    return tuple(files)


def _write(table: pa.Table, file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(file) as sink:
            pq.write_table(table, sink, compression="zstd", compression_level=1)
    except OSError as error:
        raise SourceError(f"the lake cannot be written at {file}: {error.strerror}") from error
