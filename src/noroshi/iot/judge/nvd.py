"""NVD: version ranges of weaknesses, from files of the API 2.0 or its yearly feeds."""

import gzip
import zlib
from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from noroshi.iot.analyse.cpe import ANY, Cpe, parse_cpe
from noroshi.iot.judge.version import compare
from noroshi.spine.model import InputError

MAX_BYTES = 2_000_000_000
"""Most octets of one file, unpacked."""


class Certainty(StrEnum):
    """Whether a weakness is there by the version alone.

    Distributions mend weaknesses and keep the version; a range may also hold on one platform only.
    """

    EXACT = "exact"
    POSSIBLY = "possibly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Versions of one product that one weakness is in.

    Attributes:
        cve: The weakness.
        cpe: The product; its version counts where no bound is set.
        start: First version; None where there is no bound.
        start_in: Whether `start` itself is weak.
        end: Last version; None where there is no bound.
        end_in: Whether `end` itself is weak.
        conditional: The range holds only together with something that the answer does not tell.
    """

    cve: str
    cpe: Cpe
    start: str | None = None
    start_in: bool = True
    end: str | None = None
    end_in: bool = False
    conditional: bool = False

    def holds(self, version: str) -> bool:
        """Whether a version lies in the range."""
        if self.start is None and self.end is None:
            return self.cpe.version == ANY or compare(version, self.cpe.version) == 0
        if self.start is not None:
            order = compare(version, self.start)
            if order < 0 or (order == 0 and not self.start_in):
                return False
        if self.end is not None:
            order = compare(version, self.end)
            return order < 0 or (order == 0 and self.end_in)
        return True


class _Match(msgspec.Struct, rename="camel"):
    criteria: str
    vulnerable: bool = True
    version_start_including: str | None = None
    version_start_excluding: str | None = None
    version_end_including: str | None = None
    version_end_excluding: str | None = None


class _Node(msgspec.Struct, rename="camel"):
    cpe_match: list[_Match] = []
    negate: bool = False


class _Configuration(msgspec.Struct):
    nodes: list[_Node] = []
    operator: str = "OR"


class _Cve(msgspec.Struct, rename="camel"):
    id: str
    vuln_status: str = ""
    configurations: list[_Configuration] = []


class _Entry(msgspec.Struct):
    cve: _Cve


class _File(msgspec.Struct):
    vulnerabilities: list[_Entry]


def parse_nvd(octets: bytes, *, wanted: Container[tuple[str, str, str]]) -> list[Range]:
    """Ranges of the wanted products in a file, gzip or plain.

    Args:
        octets: The file.
        wanted: Part, vendor and product of each; others are passed over.

    Raises:
        InputError: The file is too large or no answer of the API 2.0.
    """
    try:
        read = msgspec.json.decode(_unpacked(octets), type=_File)
    except (msgspec.DecodeError, OSError, EOFError, zlib.error, RecursionError) as error:
        raise InputError(f"this is no file of NVD's API 2.0: {error}") from error
    return [found for entry in read.vulnerabilities for found in _ranges(entry.cve, wanted)]


def _unpacked(octets: bytes) -> bytes:
    if octets[:2] != b"\x1f\x8b":
        return octets
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    plain = unpacker.decompress(octets, MAX_BYTES)
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise gzip.BadGzipFile("cut, or more than a file may hold")
    return plain


def _ranges(cve: _Cve, wanted: Container[tuple[str, str, str]]) -> Iterator[Range]:
    if cve.vuln_status.lower() == "rejected":
        return
    for configuration in cve.configurations:
        conditional = configuration.operator.upper() == "AND"
        for node in configuration.nodes:
            for match in node.cpe_match:
                cpe = parse_cpe(match.criteria)
                if match.vulnerable and not node.negate and cpe and cpe[:3] in wanted:
                    # A firmware "and" its own hardware is one device: no further condition.
                    yield _range(cve.id, cpe, match, conditional=conditional and cpe.part != "o")


def _range(cve: str, cpe: Cpe, match: _Match, *, conditional: bool) -> Range:
    start, end = match.version_start_including, match.version_end_including
    return Range(
        cve=cve,
        cpe=cpe,
        start=match.version_start_excluding if start is None else start,
        start_in=start is not None,
        end=match.version_end_excluding if end is None else end,
        end_in=end is not None,
        conditional=conditional,
    )
