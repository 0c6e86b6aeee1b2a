"""Allowing: the operator's own allow-lists in the home."""

import re
from dataclasses import dataclass
from pathlib import Path

from noroshi.c2.judge.allow import (
    SHIPPED,
    AllowClass,
    AllowLists,
    import_misp,
    read_allow_lists,
    written,
)
from noroshi.spine.home import Home, write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """A list taken into the home.

    Attributes:
        name: The list's name.
        path: The file it became.
        read: Entries in the source.
        kept: Entries kept.
        refused: Entries refused, by reason.
    """

    name: str
    path: Path
    read: int
    kept: int
    refused: dict[str, int]


def allow_lists_of_home(home: Home) -> AllowLists:
    """Shipped lists and the operator's own, read now.

    Raises:
        ConfigError: One of the lists is wrong.
    """
    return read_allow_lists([SHIPPED, home.allow_lists])


def take_in(home: Home, path: Path, *, category: AllowClass) -> Allowed:
    """Make a MISP warning list one of the home's lists; the same file replaces itself.

    Raises:
        InputError: The file is no warning list of addresses.
        ConfigError: It lists a cloud that anybody can rent, or cannot be written.
    """
    imported = import_misp(path, category=category)
    stem = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:80] or "list"
    target = home.allow_lists / f"{stem}.toml"
    write_whole([written(imported.allow_list).encode()], target)
    return Allowed(
        name=imported.allow_list.name,
        path=target,
        read=imported.read,
        kept=len(imported.allow_list.entries),
        refused=dict(imported.refused),
    )
