"""Window: a half-open interval of UTC time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from noroshi.spine.model.errors import ConfigError


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Half-open interval `[start, end)` in UTC.

    Raises:
        ConfigError: A time without zone, or an end before the start.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ConfigError("a window needs times with a zone, for example 2026-01-01T00:00:00Z")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))
        if self.end < self.start:
            raise ConfigError(f"the window ends ({self.end}) before it starts ({self.start})")

    @classmethod
    def of_ms(cls, start_ms: int, end_ms: int) -> "Window":
        """The window between two Unix times in milliseconds."""
        return cls(_utc(start_ms), _utc(end_ms))

    @property
    def start_ms(self) -> int:
        """Start in Unix milliseconds."""
        return _ms(self.start)

    @property
    def end_ms(self) -> int:
        """End in Unix milliseconds (first instant outside)."""
        return _ms(self.end)

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return (self.end - self.start).total_seconds()

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    def isoformat(self) -> tuple[str, str]:
        """Both ends as RFC 3339 text with `Z`."""
        return rfc3339(self.start), rfc3339(self.end)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _utc(ms: int) -> datetime:
    return EPOCH + timedelta(milliseconds=ms)


def _ms(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)


def rfc3339(moment: datetime) -> str:
    """A moment as RFC 3339 text in UTC with milliseconds, as STIX 2.1 wants it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def parse_moment(text: str) -> datetime:
    """A moment from ISO 8601 text; without a zone it is taken as UTC.

    Raises:
        ConfigError: The text is no ISO 8601 date or time.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ConfigError(f"{text!r} is no ISO 8601 time; write 2026-01-01T00:00:00Z") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
