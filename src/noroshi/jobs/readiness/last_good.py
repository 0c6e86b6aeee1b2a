"""Last good: the set of VRPs that was last served, kept in the home over restarts and bad files."""

from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from noroshi.readiness.rpki.rtr.payloads import Payloads
from noroshi.spine.home import Home
from noroshi.spine.home.whole import whole_file
from noroshi.spine.model import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class LastGood:
    """A set, and the life of its serial numbers."""

    payloads: Payloads
    session: int
    serial: int


def place_of_last_good(home: Home) -> Path:
    """Where it lies."""
    return home.path / "rpki" / "last-good.npz"


def save_last_good(home: Home, kept: LastGood) -> None:
    """Keep a set in the place of the one before.

    Raises:
        ConfigError: The disk does not take it.
    """
    place = place_of_last_good(home)
    place.parent.mkdir(parents=True, exist_ok=True)
    aspas = kept.payloads.aspas
    flat = [number for providers in aspas.values() for number in providers]
    try:
        with whole_file(place) as file:
            np.savez(
                file,
                hi=kept.payloads.hi,
                lo=kept.payloads.lo,
                rest=kept.payloads.rest,
                life=np.array([kept.session, kept.serial], np.int64),
                customers=np.array(list(aspas), np.int64),
                counts=np.array([len(providers) for providers in aspas.values()], np.int64),
                providers=np.array(flat, np.int64),
            )
    except OSError as error:
        raise ConfigError(f"{place} cannot be written: {error.strerror}") from error


def read_last_good(home: Home) -> LastGood | None:
    """The set that was kept; null where there is none, or the disk garbled it."""
    try:
        with place_of_last_good(home).open("rb") as opened, np.load(opened) as kept:
            ends = np.cumsum(kept["counts"]).tolist()
            numbers, starts = kept["providers"].tolist(), [0, *ends]
            aspas = {
                customer: tuple(numbers[starts[place] : ends[place]])
                for place, customer in enumerate(kept["customers"].tolist())
            }
            payloads = Payloads.restored(kept["hi"], kept["lo"], kept["rest"], aspas)
            session, serial = kept["life"].tolist()
    except (OSError, EOFError, ValueError, KeyError, IndexError, BadZipFile):
        return None
    return LastGood(payloads=payloads, session=session, serial=serial)
