"""Plan: exposures held against session logs, as named steps on the engine."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from noroshi.iot.match.answer import NO_SESSION, Match, match_of
from noroshi.iot.match.session_file import SESSIONS
from noroshi.iot.report import Exposure
from noroshi.spine.engine import Engine, load_step
from noroshi.spine.flows.address import I64, parse_addresses
from noroshi.spine.flows.arrow import as_integers, as_mask

PACKAGE = "noroshi.iot.match"
_SIEVE_BITS = 24
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
"""2^64 over the golden ratio (Knuth, The Art of Computer Programming 3, section 6.4)."""


def match_sessions(
    engine: Engine,
    exposures: list[Exposure],
    sessions: Iterable[pa.RecordBatch],
    *,
    skew_ms: int,
    folder: Path,
) -> list[Match]:
    """The answer for each exposure, in their order.

    Args:
        engine: Where the steps run; its tables are gone afterwards.
        exposures: What was found, where and when.
        sessions: Logs in the columns of `SESSIONS`.
        skew_ms: How far the clocks of survey and log may differ, in milliseconds.
        folder: Where the sessions lie while the steps run.
    """
    if not exposures:
        return []
    # Session logs name people's lines: nothing of them may stay on the disk.
    with TemporaryDirectory(dir=folder, prefix="sessions-") as work:
        asked = _asked(exposures)
        engine.register("sessions", [_kept(sessions, asked, Path(work))])
        engine.load("asked", asked)
        engine.step(load_step(PACKAGE, "answers"), {"skew_ms": skew_ms})
    rows = engine.fetch("answers")
    engine.drop("asked")
    engine.drop("answers")
    answers = [NO_SESSION] * len(exposures)
    for place, several, subscriber in zip(
        as_integers(rows["place"]).tolist(),
        as_mask(rows["several"]).tolist(),
        rows["subscriber"].to_pylist(),
        strict=True,
    ):
        answers[place] = match_of(subscriber, several=several)
    return answers


def _kept(sessions: Iterable[pa.RecordBatch], asked: pa.Table, folder: Path) -> Path:
    """Sessions on the disk: those of addresses that are asked for, and few others."""
    sieve = np.zeros(1 << _SIEVE_BITS, np.bool_)
    sieve[_holes(as_integers(asked["lo"]))] = True
    file = folder / "sessions.parquet"
    with pq.ParquetWriter(file, SESSIONS, compression="lz4") as writer:
        for batch in sessions:
            may_match = sieve[_holes(as_integers(batch["lo"]))]
            writer.write_batch(batch.filter(pa.array(may_match)))
    return file


def _holes(low: I64) -> I64:
    """Where each address falls through the sieve: the upper bits of a multiplicative hash."""
    mixed = (low.view(np.uint64) * _GOLDEN) >> np.uint64(64 - _SIEVE_BITS)
    return mixed.astype(np.int64)


def _asked(exposures: list[Exposure]) -> pa.Table:
    addresses, _ = parse_addresses(pa.array([one.address for one in exposures]))
    moments = [round(one.time.timestamp() * 1000) for one in exposures]
    return pa.table(
        {
            "place": pa.array(np.arange(len(exposures))),
            "hi": pa.array(addresses.hi),
            "lo": pa.array(addresses.lo),
            "port": pa.array([one.port for one in exposures], pa.int32()),
            "at": pa.array(moments, pa.int64()),
        }
    )
