"""MISP: a warning list becomes an allow-list, under a class that a person chooses."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from noroshi.c2.judge.allow.allow_list import AllowClass, AllowEntry, AllowList, parse_entry
from noroshi.c2.judge.allow.clouds import refuse_clouds
from noroshi.spine.model import InputError

LARGEST_BYTES = 64 * 1024 * 1024
LICENCE = "CC0 1.0 (misp-warninglists)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The list, and what of the file could not be used.

    Attributes:
        allow_list: The list.
        read: Entries in the file; kept and refused ones add up to it.
        refused: Entries refused, by reason.
    """

    allow_list: AllowList
    read: int
    refused: Mapping[str, int]


def import_misp(path: Path, *, category: AllowClass) -> Imported:
    """The addresses of a MISP warning list (`{"name", "type": "cidr", "list": […]}`).

    Args:
        path: The JSON file.
        category: What its servers are for; the file does not say.

    Raises:
        InputError: The file is no warning list of addresses.
        ConfigError: It lists a cloud that anybody can rent.
    """
    values = _values(path)
    name, version = str(values.get("name", path.stem))[:200], str(values.get("version", "unknown"))
    rows = values.get("list")
    if values.get("type") != "cidr" or not isinstance(rows, list):
        raise InputError(
            f"{path} is of type {str(values.get('type'))[:40]!r}; only lists of type cidr name addresses"
        )
    kept, refused = _entries(rows)
    if not kept:
        raise InputError(f"{path} names no usable address; nothing was taken in")
    refuse_clouds(str(path), f"{name} {values.get('description', '')}", category, kept)
    allow_list = AllowList(
        name=name or path.stem,
        category=category,
        version=version or "unknown",
        source=f"MISP warning list {path.name}",
        licence=LICENCE,
        entries=tuple(kept),
    )
    return Imported(allow_list=allow_list, read=len(rows), refused=dict(refused))


def _values(path: Path) -> Mapping[str, object]:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(f"{path} is larger than {LARGEST_BYTES:,} octets; no warning list is")
        values = msgspec.json.decode(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"{path} is no whole JSON document: {error}") from error
    if not isinstance(values, Mapping):
        raise InputError(f"{path} is no MISP warning list")
    return values


def _entries(rows: list[object]) -> tuple[list[AllowEntry], Counter[str]]:
    kept: list[AllowEntry] = []
    refused: Counter[str] = Counter()
    for row in rows:
        if not isinstance(row, str) or " " in row.strip():
            refused["no-text"] += 1
            continue
        try:
            kept.append(parse_entry(row))
        except InputError:
            refused["no-address"] += 1
    return kept, refused
