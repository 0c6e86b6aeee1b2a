"""Recog: databases in the format of Rapid7's recog, read from local files.

The format: https://github.com/rapid7/recog, `xml/fingerprints.xsd`. Patterns are Ruby's, where `^`
and `$` always match at line ends; flags say what else differs.
"""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as Tree  # documents with a DTD are refused before parsing

from noroshi.iot.analyse.fingerprint import Example, Fingerprint
from noroshi.spine.model import ConfigError, InputError

MAX_BYTES = 16 * 1024 * 1024
MAX_PATTERN = 4096

_ICASE = {"REG_ICASE", "IGNORECASE"}
_DOT_ALL = {"REG_DOT_NEWLINE", "REG_MULTILINE", "REG_LINE_ANY_CRLF"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """Fingerprints for one kind of text, in the order in which they are tried.

    Attributes:
        name: Stem of the file.
        matches: Kind of text, as `ftp.banner`; the name where the file does not say.
        fingerprints: First match wins.
    """

    name: str
    matches: str
    fingerprints: tuple[Fingerprint, ...]


def read_databases(folder: Path, *, origin: str) -> list[Database]:
    """Every `*.xml` in a folder (or its `xml` folder), by name.

    Args:
        folder: As `noroshi iot identify --recog` takes it.
        origin: What evidence calls the rules.

    Raises:
        ConfigError: There is no database, or one cannot be read.
        InputError: One is malformed.
    """
    inner = folder / "xml"
    files = sorted((inner if inner.is_dir() else folder).glob("*.xml"))
    if not files:
        raise ConfigError(f"{folder} holds no fingerprint databases (*.xml)")
    try:
        return [parse_database(path.read_bytes(), name=path.stem, origin=origin) for path in files]
    except OSError as error:
        raise ConfigError(f"{error.filename} cannot be read: {error.strerror}") from error


def parse_database(octets: bytes, *, name: str, origin: str) -> Database:
    """The database in a file.

    Raises:
        InputError: It is too large, no XML, holds a DTD, or a fingerprint is wrong.
    """
    if len(octets) > MAX_BYTES or b"<!DOCTYPE" in octets or b"<!ENTITY" in octets:
        raise InputError(f"{name}: a database takes {MAX_BYTES:,} octets at most and has no DTD")
    try:
        root = Tree.fromstring(octets)  # noqa: S314  # no DTD, so nothing expands; bounded above
    except (Tree.ParseError, ValueError, LookupError) as error:
        raise InputError(f"{name}: this is no XML: {error}") from error
    if root.tag != "fingerprints":
        raise InputError(f"{name}: no <fingerprints>")
    return Database(
        name=name,
        matches=root.get("matches") or name,
        fingerprints=tuple(_fingerprints(root, f"{origin}/{name}")),
    )


def _fingerprints(root: Tree.Element, source: str) -> Iterator[Fingerprint]:
    for number, element in enumerate(root.iter("fingerprint")):
        place = f"{source}#{number}"
        pattern = element.get("pattern", "")
        if not 0 < len(pattern) <= MAX_PATTERN:
            raise InputError(f"{place}: a pattern of 1 to {MAX_PATTERN:,} characters is needed")
        fixed, captured = _parameters(element, place)
        yield Fingerprint(
            source=place,
            pattern=_flags(element.get("flags", "")) + pattern,
            fixed=fixed,
            captured=captured,
            examples=tuple(_example(one, place) for one in element.iter("example")),
        )


def _parameters(element: Tree.Element, place: str) -> tuple[dict[str, str], dict[str, int]]:
    fixed: dict[str, str] = {}
    captured: dict[str, int] = {}
    for parameter in element.iter("param"):
        name, position = parameter.get("name", ""), parameter.get("pos", "")
        if not name or not position.isascii() or not position.isdigit():
            raise InputError(f"{place}: a param needs a name and a position")
        if int(position) == 0:
            fixed[name] = parameter.get("value", "")
        else:
            captured[name] = int(position)
    return fixed, captured


def _flags(text: str) -> str:
    names = set(text.split(","))
    return f"(?m{'i' if names & _ICASE else ''}{'s' if names & _DOT_ALL else ''})"


def _example(element: Tree.Element, place: str) -> Example:
    text = element.text or ""
    if element.get("_encoding") == "base64":
        try:
            octets = base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise InputError(f"{place}: an example is no base64") from error
        text = octets.decode("latin-1")
    values = {name: value for name, value in element.items() if not name.startswith("_")}
    return Example(text=text, values=values)
