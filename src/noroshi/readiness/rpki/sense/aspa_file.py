"""ASPA file: the `aspas` that rpki-client and Routinator write beside their ROAs."""

from pathlib import Path
from typing import Any

import msgspec

from noroshi.readiness.rpki.numbers import MOST_AS
from noroshi.readiness.rpki.sense.content import NO_JSON, read_content
from noroshi.spine.model import InputError

MOST_PROVIDERS = 16_000

Aspas = dict[int, tuple[int, ...]]
"""Providers of each customer AS."""


class _Entry(msgspec.Struct):
    customer_asid: int | None = None
    customer: int | str | None = None
    providers: list[int | str] = []


class _Snapshot(msgspec.Struct):
    aspas: list[Any] = []


def parse_aspa_octets(octets: bytes) -> tuple[Aspas, int]:
    """Providers of each customer, and how many records were left out; nothing where it is no JSON."""
    try:
        records = msgspec.json.decode(octets, type=_Snapshot).aspas
    except NO_JSON:
        return {}, 0
    found: Aspas = {}
    refused = 0
    for record in records:
        try:
            entry = msgspec.convert(record, _Entry)
            customer = _number(entry.customer_asid if entry.customer is None else entry.customer)
            providers = tuple(sorted({_number(one) for one in entry.providers}))
        except (msgspec.ValidationError, ValueError):
            refused += 1
            continue
        if not providers or len(providers) > MOST_PROVIDERS:
            refused += 1
            continue
        # Several objects of one customer count as one with all their providers.
        found[customer] = tuple(sorted({*found.get(customer, ()), *providers}))
    return found, refused


def _number(value: int | str | None) -> int:
    number = int(str(value).upper().removeprefix("AS"))
    if not 0 <= number <= MOST_AS:
        raise ValueError("no AS number")
    return number


def read_aspas(path: Path) -> tuple[Aspas, int]:
    """Providers of each customer, and how many records were left out.

    Raises:
        InputError: The file is cut or no JSON, or holds no ASPA.
    """
    content = read_content(path)
    found, refused = parse_aspa_octets(content.octets) if content.whole else ({}, 0)
    if not found:
        raise InputError(
            f"{path.name} holds no ASPA ({refused:,} records left out); give the JSON of rpki-client, or of"
            " Routinator with ASPA switched on"
        )
    return found, refused
