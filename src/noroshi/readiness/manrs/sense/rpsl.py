"""RPSL: route, as-set and contact objects of IRR dumps and whois answers (RFC 2622, RFC 4012)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from noroshi.readiness.rpki.routes import Routes, parse_routes
from noroshi.readiness.rpki.sense.content import read_content
from noroshi.spine.model import InputError

LARGEST_BYTES = 1 << 29
LONGEST_VALUE = 1 << 20
"""Octets of one attribute, continuations included; large as-sets have some hundred thousand."""

ROUTES = {"route": "route", "route6": "route6"}
SETS = "as-set"
CONTACTS = frozenset({"role", "person"})
_MARKS = ("%", "#")


@dataclass(frozen=True, slots=True, kw_only=True)
class Irr:
    """What the objects say.

    Attributes:
        routes: Prefix and origin of each route object.
        sets: Members of each as-set, names in upper case.
        contacts: Contact handles of each aut-num by attribute.
        mails: Mail addresses of each contact handle.
        refused: Objects left out, by reason.
    """

    routes: Routes
    sets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    contacts: dict[int, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    mails: dict[str, tuple[str, ...]] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)


Attributes = list[tuple[str, str]]


def read_irr(paths: list[Path]) -> Irr:
    """The objects of some files.

    Raises:
        InputError: A file is cut or too large, or none holds an object that is used here.
    """
    refused: Counter[str] = Counter()
    found = _Gathered()
    for path in paths:
        content = read_content(path, most=LARGEST_BYTES)
        if not content.whole:
            raise InputError(
                f"{path.name} is cut short: objects that are missing would be filtered out"
            )
        for attributes in _objects(content.octets.decode("utf-8", "replace"), refused):
            found.take(attributes, refused)
    routes = parse_routes(
        pa.array(found.prefixes, pa.string()), pa.array(found.origins, pa.string()), refused=refused
    )
    if not len(routes) and not found.sets and not found.contacts:
        raise InputError("the files hold no route, as-set or aut-num object")
    return Irr(
        routes=routes,
        sets=found.sets,
        contacts=found.contacts,
        mails=found.mails,
        refused=dict(refused),
    )


def _objects(text: str, refused: Counter[str]) -> Iterator[Attributes]:
    """Objects: lines up to an empty one; a line that starts with a blank or `+` goes on with the one before."""
    held: Attributes = []
    for line in text.splitlines():
        if line.startswith(_MARKS):
            continue
        if not line.strip():
            if held:
                yield held
            held = []
        elif line[0] in " \t+":
            if held:
                name, value = held[-1]
                more = f"{value} {line[1:].split('#')[0].strip()}"
                if len(more) > LONGEST_VALUE:
                    refused["value-too-long"] += 1
                else:
                    held[-1] = name, more
        else:
            name, colon, value = line.partition(":")
            if colon:
                held.append((name.strip().lower(), value.split("#")[0].strip()))
            else:
                refused["bad-line"] += 1
    if held:
        yield held


class _Gathered:
    """What was taken from the objects so far."""

    def __init__(self) -> None:
        self.prefixes: list[str] = []
        self.origins: list[str] = []
        self.sets: dict[str, tuple[str, ...]] = {}
        self.contacts: dict[int, dict[str, tuple[str, ...]]] = {}
        self.mails: dict[str, tuple[str, ...]] = {}

    def take(self, attributes: Attributes, refused: Counter[str]) -> None:
        kind, name = attributes[0]
        if kind in ROUTES:
            origin = _first(attributes, "origin")
            if origin is None:
                refused["no-origin"] += 1
                return
            self.prefixes.append(name)
            self.origins.append(origin)
        elif kind == SETS:
            members = [
                word.upper()
                for key, value in attributes
                if key in {"members", "mp-members"}
                for word in value.replace(",", " ").split()
            ]
            key = name.upper()
            self.sets[key] = tuple(dict.fromkeys([*self.sets.get(key, ()), *members]))
        elif kind == "aut-num":
            self._take_as(name, attributes, refused)
        elif kind in CONTACTS:
            handle = _first(attributes, "nic-hdl")
            mails = [value for key, value in attributes if key in {"e-mail", "abuse-mailbox"}]
            if handle is not None:
                self.mails[handle.upper()] = tuple(mails)

    def _take_as(self, name: str, attributes: Attributes, refused: Counter[str]) -> None:
        number = name.upper().removeprefix("AS")
        if not number.isdecimal() or not number.isascii() or int(number) >= 2**32:
            refused["bad-as"] += 1
            return
        self.contacts[int(number)] = {
            key: tuple(value.upper() for name, value in attributes if name == key)
            for key in ("admin-c", "tech-c", "abuse-c")
        }


def _first(attributes: Attributes, name: str) -> str | None:
    return next((value for key, value in attributes if key == name), None)
