"""Zone file: a zone in the presentation form of RFC 1035 section 5, read with bounds."""

import re
from pathlib import Path

import dns.exception
import dns.name
import dns.zone

from noroshi.spine.model import ConfigError, InputError

MOST_OCTETS = 256 * 2**20
MOST_GENERATED = 65_536
"""Records that all $GENERATE lines of a zone may make together."""

_GENERATE = re.compile(r"^\$GENERATE\s+(\d{1,10})-(\d{1,10})", re.MULTILINE | re.IGNORECASE)
_ORIGIN = re.compile(r"^\s*\$ORIGIN\s+(\S+)", re.IGNORECASE | re.MULTILINE)
_SOA = re.compile(r"^(\S+)[ \t][^;\n]*\bSOA\b", re.IGNORECASE | re.MULTILINE)


def read_zone(path: Path, *, origin: str | None = None) -> dns.zone.Zone:
    """The zone of a file.

    Args:
        path: The file. $INCLUDE is refused.
        origin: Its name; told by the file ($ORIGIN, or the owner of its SOA) or else by the file's
            own name (`example.zone`, `db.example`) when left out.

    Raises:
        ConfigError: It cannot be read, or is too large.
        InputError: It holds no zone; the message says why.
    """
    try:
        if path.stat().st_size > MOST_OCTETS:
            raise ConfigError(f"{path.name} is larger than {MOST_OCTETS >> 20} MiB")
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    return parse_zone(text, origin or _origin_of(text, path.name), path.name)


def parse_zone(text: str, origin: str, shown: str) -> dns.zone.Zone:
    """The zone of a text.

    Raises:
        InputError: It holds none; the message names `shown` and says why.
    """
    spans = (int(last) - int(first) + 1 for first, last in _GENERATE.findall(text))
    if sum(max(span, 0) for span in spans) > MOST_GENERATED:
        raise InputError(
            f"{shown}: its $GENERATE lines together make more than {MOST_GENERATED:,} records; "
            "write the records out, or give a smaller zone"
        )
    try:
        return dns.zone.from_text(text, origin=origin, relativize=False, check_origin=True)
    except (dns.exception.DNSException, ValueError, KeyError, AttributeError, OSError) as error:
        why = str(error) or type(error).__name__
        raise InputError(
            f"{shown} is no zone of {origin}: {why}; give a file with SOA and NS records, "
            "without $INCLUDE"
        ) from error


def _origin_of(text: str, name: str) -> str:
    if found := _ORIGIN.search(text):
        return found[1]
    owner = _SOA.search(text)
    if owner and owner[1].endswith(".") and owner[1] != "@":
        return owner[1]
    return name.removeprefix("db.").removesuffix(".signed").removesuffix(".zone") + "."
