"""Judging: which routes of a table are invalid, by their origin or by their path, ready for a what-if."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from noroshi.jobs.readiness.validating import Validated, validate_file
from noroshi.jobs.readiness.verifying_paths import Verified, verify_file
from noroshi.readiness.rpki import Routes, reasons
from noroshi.readiness.rpki.analyse.ramps import Relation
from noroshi.readiness.rpki.judge.path_reason import path_reason
from noroshi.readiness.rpki.prefixes import I64
from noroshi.readiness.rpki.relations import relation_of
from noroshi.spine.flows.arrow import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Routes and what they are.

    Attributes:
        routes: The table.
        states: 2 where a route is invalid.
        reasons: Sentences of some rows, by language.
        made_at: When the VRPs were made; null where it is not told.
        expired: VRPs that had ended.
        refused: Records left out of the files.
    """

    routes: Routes
    states: npt.NDArray[np.uint8]
    reasons: Callable[[I64], list[dict[str, str]]]
    made_at: datetime | None = None
    expired: int = 0
    refused: int = 0


def judge_origins(
    vrps_at: Path, routes_at: Path, *, now: datetime, at: datetime | None, own_as: int | None
) -> Judged:
    """By RFC 6811.

    Raises:
        InputError: A file gives nothing to work with.
    """
    done = validate_file(vrps_at, routes_at, now=now, at=at, own_as=own_as)
    return Judged(
        routes=done.routes,
        states=done.verdicts.state,
        reasons=lambda rows: _origin_reasons(done, rows),
        made_at=done.vrps.made_at,
        expired=done.expired,
        refused=done.refused,
    )


def judge_paths(aspas_at: Path, routes_at: Path, relations_at: Path | None) -> Judged:
    """By ASPA; neighbours that the relations do not name count as providers.

    Raises:
        InputError: A file gives nothing to work with.
    """
    done = verify_file(aspas_at, routes_at, relations_at=relations_at, otherwise=Relation.PROVIDER)
    return Judged(
        routes=done.routes,
        states=done.ramps.state,
        reasons=lambda rows: _path_reasons(done, rows),
        refused=done.refused,
    )


def _origin_reasons(done: Validated, rows: I64) -> list[dict[str, str]]:
    routes, verdicts = done.routes.take(rows), done.verdicts.take(rows)
    said = [words(reasons(routes, verdicts, tongue)) for tongue in ("ja", "en")]
    return [{"ja": ja, "en": en} for ja, en in zip(*said, strict=True)]


def _path_reasons(done: Verified, rows: I64) -> list[dict[str, str]]:
    nearest = done.paths.nearest
    return [
        path_reason(
            done.paths,
            done.ramps,
            row,
            relation_of(int(nearest[row]), done.relations, done.otherwise),
            done.aspas,
        ).as_dict()
        for row in rows.tolist()
    ]
