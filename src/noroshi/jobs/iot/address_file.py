"""Address file: addresses one a line, bare or as JSON objects with `address`."""

from collections.abc import Iterator
from ipaddress import IPv4Address
from pathlib import Path

import msgspec

from noroshi.jobs.sites.lines import opened_lines
from noroshi.spine.model import InputError


def read_addresses(path: Path) -> set[str]:
    """The addresses in a file.

    Raises:
        InputError: A line holds none.
        SourceError: The file cannot be read.
    """
    return {str(IPv4Address(one)) for one in addresses_in(path)}


def addresses_in(path: Path) -> tuple[int, ...]:
    """The same as numbers, ascending, each once.

    Raises:
        InputError: A line holds none.
        SourceError: The file cannot be read.
    """
    return tuple(sorted(set(_numbers(path))))


def _numbers(path: Path) -> Iterator[int]:
    for number, line in enumerate(opened_lines(str(path)), start=1):
        text = (line or b"").decode("ascii", "replace").strip()
        if line is not None and not text:
            continue
        try:
            if text.startswith("{"):
                text = str(msgspec.json.decode(text, type=dict[str, object]).get("address"))
            yield int(IPv4Address(text))
        except (ValueError, msgspec.DecodeError) as error:
            raise InputError(f"{path}, line {number}: no IPv4 address: {text[:60]!r}") from error
