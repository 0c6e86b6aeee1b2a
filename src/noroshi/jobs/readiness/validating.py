"""Validating: the routes of one file against the VRPs of another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from noroshi.jobs.readiness.payload_source import read_source
from noroshi.readiness.rpki import Routes, Verdicts, Vrps, read_routes, validate
from noroshi.readiness.rpki.sense.route_file import read_table_at
from noroshi.spine.model import InputError, rfc3339


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """What a validation came to.

    Attributes:
        routes: Good records in the order of the file.
        verdicts: One for each route.
        vrps: Those that were used.
        expired: Payloads that had ended at the time asked for.
    """

    routes: Routes
    verdicts: Verdicts
    vrps: Vrps
    expired: int

    @property
    def refused(self) -> int:
        """Records that were left out of both files."""
        return sum(self.vrps.refused.values()) + sum(self.routes.refused.values())


def validate_file(  # noqa: PLR0913  # two files and what is wanted of them
    vrps_at: Path | str,
    routes_at: Path,
    *,
    now: datetime,
    at: datetime | None,
    own_as: int | None,
    updates: Sequence[Path] = (),
    until: datetime | None = None,
) -> Validated:
    """Validate every route of a file.

    Args:
        vrps_at: File of a validator, or a cache: `rtr://HOST:PORT`.
        routes_at: Table, dump or router's answer.
        now: To tell what has expired.
        at: VRPs that had expired by then are left out; none when left out.
        own_as: Origin of routes whose path is empty.
        updates: MRT updates that change the table.
        until: Later updates are not read.

    Raises:
        InputError: A file gives nothing to work with, or no VRP was in force at `at`.
        SourceError: The cache does not answer.
    """
    vrps = read_source(str(vrps_at))
    by_updates = updates or until is not None
    routes = read_table_at(routes_at, updates, until) if by_updates else read_routes(routes_at)
    expired = vrps.expired_at(at or now)
    if at is not None and expired.any():
        vrps = vrps.take(~expired)
        if not len(vrps):
            raise InputError(
                f"{Path(vrps_at).name}: all VRPs had expired by {rfc3339(at)}; "
                "give a newer snapshot, or --at a time when they were in force"
            )
    if own_as is not None:
        routes = routes.with_own_as(own_as)
    return Validated(
        routes=routes,
        verdicts=validate(routes, vrps),
        vrps=vrps,
        expired=int(expired.sum()),
    )
