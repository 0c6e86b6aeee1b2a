"""RDAP: contacts of an AS in the answer of a registry (RFC 9083)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from noroshi.readiness.rpki.sense.content import NO_JSON, read_content
from noroshi.spine.model import InputError

LARGEST_BYTES = 1 << 24
DEEPEST = 4
"""Levels of entities inside entities."""


class _Entity(msgspec.Struct, rename="camel"):
    roles: list[str] = []
    vcard_array: list[Any] = []
    entities: list[Any] = []


class _Answer(msgspec.Struct, rename="camel"):
    start_autnum: int | None = None
    end_autnum: int | None = None
    handle: str = ""
    entities: list[Any] = []


def read_rdap(path: Path) -> tuple[int, dict[str, tuple[str, ...]]]:
    """The AS of an answer, and mail addresses by role.

    Raises:
        InputError: It is no answer on one AS.
    """
    try:
        answer = msgspec.json.decode(read_content(path, most=LARGEST_BYTES).octets, type=_Answer)
    except NO_JSON as error:
        raise InputError(f"{path.name} is no RDAP answer ({error})") from error
    number = answer.start_autnum
    if number is None or answer.end_autnum not in {None, number}:
        raise InputError(f"{path.name} is no RDAP answer on one AS")
    found: dict[str, tuple[str, ...]] = {}
    for role, mail in _mails(answer.entities, 0):
        found[role] = (*found.get(role, ()), mail)
    return number, found


def _mails(entities: list[Any], depth: int) -> Iterator[tuple[str, str]]:
    for raw in entities if depth < DEEPEST else []:
        try:
            entity = msgspec.convert(raw, _Entity)
        except msgspec.ValidationError:
            continue
        card = entity.vcard_array[1] if len(entity.vcard_array) > 1 else []
        for entry in card if isinstance(card, list) else []:
            if isinstance(entry, list) and len(entry) > 3 and entry[0] == "email" and "@" in str(entry[3]):  # fmt: skip
                for role in entity.roles:
                    yield role, str(entry[3])
        yield from _mails(entity.entities, depth + 1)
