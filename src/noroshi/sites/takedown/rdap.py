"""Rdap: whom to write to about a network or a name, from answers of registries (RFC 9083)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from noroshi.spine.model import InputError

MOST_OCTETS = 2 * 1024 * 1024
DEEPEST = 6
"""Entities within entities that are looked into."""
MOST_ENTITIES = 500
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_CLASSES = {"ip network": "hosting", "domain": "registrar", "autnum": "hosting"}


class Role(StrEnum):
    """Who is written to."""

    HOSTING = "hosting"
    REGISTRAR = "registrar"
    COUNCIL = "council"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to write to.

    Attributes:
        role: As what.
        mail: The address; empty where none is known.
        source: Where it is from, for the person who checks it.
    """

    role: Role
    mail: str
    source: str


def read_rdap(octets: bytes, source: str) -> list[Contact]:
    """Abuse contacts of an answer about a network or a name, each once, in order.

    Args:
        octets: JSON, as a registry answered.
        source: Name of the file, or the URL that was asked.

    Raises:
        InputError: It is no such answer.
    """
    if len(octets) > MOST_OCTETS:
        raise InputError(f"{source} is larger than any answer of RDAP")
    try:
        answer = msgspec.json.decode(octets)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise InputError(f"{source} is no JSON: {error}") from error
    kind = answer.get("objectClassName") if isinstance(answer, dict) else None
    if kind not in _CLASSES:
        raise InputError(
            f"{source} is no answer of RDAP about a network or a domain (objectClassName {kind!r})"
        )
    role = Role(_CLASSES[str(kind)])
    found = dict.fromkeys(mail for entity in _abuse(answer, [0], 0) for mail in _mails(entity))
    return [Contact(role=role, mail=mail, source=source) for mail in found]


def checked_mail(text: str) -> str:
    """A mail address as it may stand in a header.

    Raises:
        InputError: It is none.
    """
    if len(text) > 254 or not _ADDRESS.fullmatch(text):
        raise InputError(f"{text[:80]!r} is no mail address; write abuse@host.example")
    return text


def _abuse(holder: dict[str, object], seen: list[int], depth: int) -> Iterator[dict[str, object]]:
    """Entities with the role abuse, at any depth within bounds."""
    entities = holder.get("entities")
    if depth >= DEEPEST or not isinstance(entities, list):
        return
    for entity in entities:
        if not isinstance(entity, dict) or seen[0] >= MOST_ENTITIES:
            continue
        seen[0] += 1
        roles = entity.get("roles")
        if isinstance(roles, list) and "abuse" in roles:
            yield entity
        yield from _abuse(entity, seen, depth + 1)


def _mails(entity: dict[str, object]) -> Iterator[str]:
    """Mail addresses of an entity's jCard (RFC 7095)."""
    card = entity.get("vcardArray")
    properties = card[1] if isinstance(card, list) and len(card) > 1 else None
    for one in properties if isinstance(properties, list) else ():
        if isinstance(one, list) and len(one) > 3 and one[0] == "email":
            mail = one[3]
            if isinstance(mail, str) and len(mail) <= 254 and _ADDRESS.fullmatch(mail):
                yield mail
