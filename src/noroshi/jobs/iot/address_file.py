"""Address file: addresses one a line, bare or as JSON objects with `address`."""

from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import msgspec

from noroshi.iot.survey.chosen import Address
from noroshi.jobs.sites.lines import opened_lines
from noroshi.spine.model import InputError


def read_addresses(path: Path) -> set[str]:
    """The addresses in a file.

    Raises:
        InputError: A line holds none.
        SourceError: The file cannot be read.
    """
    return {str(one) for one in _addresses(path)}


def addresses_in(path: Path) -> tuple[Address, ...]:
    """The same as values, each once, in their order.

    Raises:
        InputError: A line holds none.
        SourceError: The file cannot be read.
    """
    return tuple(dict.fromkeys(_addresses(path)))


def _addresses(path: Path) -> Iterator[Address]:
    for number, line in enumerate(opened_lines(str(path)), start=1):
        text = (line or b"").decode("ascii", "replace").strip()
        if line is not None and not text:
            continue
        try:
            if text.startswith("{"):
                text = str(msgspec.json.decode(text, type=dict[str, object]).get("address"))
            yield ip_address(text)
        except (ValueError, msgspec.DecodeError) as error:
            raise InputError(f"{path}, line {number}: no address: {text[:60]!r}") from error
