"""Zone status: how far the policy zone is fed, for metrics and the doctor, whoever feeds it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from noroshi.spine.home import Home, write_whole
from noroshi.spine.model import ConfigError
from noroshi.spine.store import Store
from noroshi.spine.store.lists import SharedList

LONGEST_ERROR = 500
"""Characters of an error that are kept."""


class ZoneStatus(msgspec.Struct, frozen=True, kw_only=True):
    """What the feeder noted last.

    Attributes:
        zone: Its name.
        serial: Of the zone; 0 before it was ever fed.
        sequence: Of the last edition that the zone knows.
        fed_at: When the zone was last brought up to date; null for never.
        error: Why it could not be fed last; empty where it was.
        failed_at: When that was; null where it was fed since.
    """

    zone: str
    serial: int = 0
    sequence: int = 0
    fed_at: datetime | None = None
    error: str = ""
    failed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneLag:
    """What the zone lacks.

    Attributes:
        editions: Entries that changed and that the zone does not know.
        seconds: How long the first of them has waited.
    """

    editions: int
    seconds: float


def note_fed(home: Home, *, zone: str, serial: int, sequence: int, at: datetime) -> None:
    """Note that the zone knows all up to a sequence."""
    _write(home, ZoneStatus(zone=zone, serial=serial, sequence=sequence, fed_at=at))


def note_failed(home: Home, error: str, at: datetime) -> None:
    """Note that a pass failed; what was fed before stays known."""
    before = zone_status(home) or ZoneStatus(zone=home.settings.zone.name)
    _write(home, msgspec.structs.replace(before, error=error[:LONGEST_ERROR], failed_at=at))


def zone_status(home: Home) -> ZoneStatus | None:
    """What was noted last of the zone that the settings name; null for nothing.

    Raises:
        ConfigError: The note cannot be read.
    """
    path = home.zone_status_file
    try:
        status = msgspec.json.decode(path.read_bytes(), type=ZoneStatus)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}; remove it") from error
    return status if status.zone == home.settings.zone.name else None


def zone_lag(home: Home, store: Store, status: ZoneStatus, at: datetime) -> ZoneLag:
    """What the zone lacks of its lists now."""
    shared = SharedList(store.database)
    waiting = [shared.waiting(status.sequence, name) for name in home.settings.zone.collections]
    first = min((moment for _, moment in waiting if moment is not None), default=at)
    return ZoneLag(
        editions=sum(number for number, _ in waiting),
        seconds=max((at - first).total_seconds(), 0.0),
    )


def _write(home: Home, status: ZoneStatus) -> None:
    path: Path = home.zone_status_file
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"{path.parent} cannot be made: {error.strerror}") from error
    write_whole([msgspec.json.encode(status)], path)
