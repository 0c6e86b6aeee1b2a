"""Acts: what each outlet of a home does now, since when, and by whose word. One small file."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from noroshi.spine.home.home import Home
from noroshi.spine.home.whole import write_whole
from noroshi.spine.model import Act, ConfigError, Outlet

UNTOLD = {Outlet.RPZ: Act.BLOCK, Outlet.FLOWSPEC: Act.OFF, Outlet.RTBH: Act.OFF}
"""What an outlet does of which nobody said anything: a zone that is fed blocks, routers are told nothing."""


class Touched(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator's own flows say that an outlet would touch.

    Attributes:
        at: When it was counted.
        routes: Routes that were looked at.
        clients: Subscribers (pseudonyms) with such traffic.
        octets: To and from the listed services.
        collateral: To and from other services of the same addresses, which the outlet takes along.
    """

    at: datetime
    routes: int
    clients: int
    octets: int
    collateral: int

    @property
    def collateral_share(self) -> float:
        """Share of all touched octets, 0 where nothing is touched."""
        whole = self.octets + self.collateral
        return self.collateral / whole if whole else 0.0


class Acting(msgspec.Struct, frozen=True, kw_only=True):
    """One outlet.

    Attributes:
        act: What it does.
        since: From when; null where nobody said anything yet.
        by: Who said so.
        before: What it did before it was withdrawn; null while it is not.
        touched: The last count since.
    """

    act: Act
    since: datetime | None = None
    by: str = ""
    before: Act | None = None
    touched: Touched | None = None


_File = dict[Outlet, Acting]
_DECODER = msgspec.json.Decoder(_File)


def read_acts(home: Home) -> dict[Outlet, Acting]:
    """Every outlet.

    Raises:
        ConfigError: The file cannot be read or is not ours.
    """
    try:
        octets = home.acts_file.read_bytes()
    except FileNotFoundError:
        octets = b"{}"
    except OSError as error:
        raise ConfigError(f"{home.acts_file} cannot be read: {error}") from error
    try:
        said = _DECODER.decode(octets)
    except msgspec.MsgspecError as error:
        raise ConfigError(
            f"{home.acts_file} is damaged ({error}); take it from a backup"
        ) from error
    return {one: said.get(one, Acting(act=UNTOLD[one])) for one in Outlet}


def write_acts(home: Home, acts: Mapping[Outlet, Acting]) -> None:
    """Write all of them, whole.

    Raises:
        ConfigError: The file cannot be written.
    """
    told = {one: acting for one, acting in acts.items() if acting.since or acting.touched}
    write_whole([msgspec.json.format(msgspec.json.encode(told))], home.acts_file)


def acts_mark(home: Home) -> tuple[Any, ...]:
    """Changes whenever the file does; cheap enough to ask ten times a second."""
    try:
        found = home.acts_file.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_ino, found.st_size
