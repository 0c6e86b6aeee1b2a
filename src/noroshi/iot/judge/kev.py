"""KEV: weaknesses that are known to be exploited, from CISA's catalogue."""

import msgspec

from noroshi.spine.model import InputError


class _Entry(msgspec.Struct, rename={"cve": "cveID"}):
    cve: str


class _File(msgspec.Struct):
    vulnerabilities: list[_Entry]


def parse_kev(octets: bytes) -> frozenset[str]:
    """Ids of the weaknesses in CISA's JSON file.

    Raises:
        InputError: The file is no KEV catalogue.
    """
    try:
        read = msgspec.json.decode(octets, type=_File)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"this is no KEV catalogue: {error}") from error
    return frozenset(entry.cve for entry in read.vulnerabilities)
