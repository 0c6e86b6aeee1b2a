"""Catalogue: the data of others that Noroshi uses, who made it, and how it is known to be whole."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from noroshi.spine.home.data_settings import DataSettings
from noroshi.spine.model import InputError

_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")
"""Names that a file may get in the home."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """Data of others.

    Attributes:
        name: As the command takes it, and its folder's name.
        meaning: What it is good for, one line.
        licence: SPDX identifier.
        url: Where it is, by the settings.
        pick: File names by path in the bundle, of those that belong to the data.
        check: Raises InputError where a file is none of them; given its name and octets.
    """

    name: str
    meaning: str
    licence: str
    url: Callable[[DataSettings], str]
    pick: Callable[[Iterable[PurePosixPath]], Mapping[PurePosixPath, str]]
    check: Callable[[str, bytes], None]


def _warning_list_names(paths: Iterable[PurePosixPath]) -> Mapping[PurePosixPath, str]:
    """`lists/NAME/list.json`, as the project's archive has them, or else every `NAME.json`."""
    listed = [path for path in paths if path.suffix == ".json"]
    named = {
        path: f"{path.parent.name}.json"
        for path in listed
        if path.name == "list.json" and path.parts[-3:-2] == ("lists",)
    }
    return _plain(named or {path: path.name for path in listed})


def _recog_names(paths: Iterable[PurePosixPath]) -> Mapping[PurePosixPath, str]:
    """`xml/NAME.xml`, as the project's archive has them, or else every `NAME.xml`."""
    listed = [path for path in paths if path.suffix == ".xml"]
    inner = [path for path in listed if path.parent.name == "xml"]
    return _plain({path: path.name for path in inner or listed})


def _plain(names: Mapping[PurePosixPath, str]) -> dict[PurePosixPath, str]:
    return {path: name for path, name in names.items() if _PLAIN.fullmatch(name)}


def _check_warning_list(_: str, octets: bytes) -> None:
    from noroshi.relay.decide.warn import parse_warning_list  # noqa: PLC0415  # loads when used

    parse_warning_list(octets)


def _check_recog(name: str, octets: bytes) -> None:
    from noroshi.iot.analyse.recog import parse_database  # noqa: PLC0415  # loads when used

    if not parse_database(octets, name=PurePosixPath(name).stem, origin="recog").fingerprints:
        raise InputError(f"{name}: no fingerprint")


DATASETS = (
    Dataset(
        name="warning-lists",
        meaning="Values that are rarely bad, held back before they are shared (MISP project).",
        licence="CC0-1.0",
        url=lambda settings: settings.warning_lists,
        pick=_warning_list_names,
        check=_check_warning_list,
    ),
    Dataset(
        name="recog",
        meaning="Fingerprints of devices' answers, for `noroshi iot identify` (Rapid7).",
        licence="BSD-2-Clause",
        url=lambda settings: settings.recog,
        pick=_recog_names,
        check=_check_recog,
    ),
)
"""What `noroshi data` knows."""

BY_NAME: Mapping[str, Dataset] = {one.name: one for one in DATASETS}
