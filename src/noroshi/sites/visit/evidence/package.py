"""Package: the directory of one visit, written whole or not at all, and checked file by file."""

import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from noroshi.sites.visit.evidence.har import har_of
from noroshi.sites.visit.evidence.manifest import MOST_OCTETS, Manifest, Part, read_sealed
from noroshi.sites.visit.masked import masked
from noroshi.sites.visit.visit import Visit
from noroshi.spine.model import InputError, SourceError

MANIFEST = "manifest.json"
MOST_PART_OCTETS = 64 * 1024 * 1024
_APART = frozenset({"html", "text", "screenshot", "favicon"})
"""Fields of a visit that are files of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found.

    Attributes:
        url: Looked at.
        profile: Who looked.
        parts: Files that are as they were signed.
        faults: What is wrong, one sentence each; empty for a sound package.
    """

    url: str
    profile: str
    parts: int
    faults: tuple[str, ...]


def write_package(visit: Visit, folder: Path, seed: bytes) -> Path:
    """The package of a visit below a folder; gives its directory, named after its content.

    What names a victim is masked first. Writing the same visit again changes nothing.

    Args:
        visit: As it was seen.
        folder: Made if it is missing.
        seed: The house's private key, 32 octets (RFC 8032, section 5.1.5).

    Raises:
        SourceError: The disk does not take it.
    """
    shown = masked(visit)
    files = _files(shown)
    manifest = Manifest(
        url=shown.url,
        profile=shown.profile,
        started=shown.started,
        ended=shown.ended,
        parts=tuple(_part(name, octets) for name, octets in sorted(files.items())),
    )
    name = hashlib.sha256(manifest.octets).hexdigest()[:16]
    place = folder / f"{shown.started:%Y%m%dT%H%M%SZ}-{shown.profile}-{name}"
    if not place.exists():
        _write({**files, MANIFEST: manifest.sealed(seed)}, place)
    return place


def verify_package(place: Path, key: Ed25519PublicKey) -> Checked:
    """Whether a package is whole, unchanged and signed by a house.

    Raises:
        InputError: The directory is no package.
    """
    sealed = read_sealed(_octets(place / MANIFEST, MOST_OCTETS))
    parts = sealed.manifest.parts
    faults = [] if sealed.is_signed_by(key) else ["the signature does not fit this key"]
    wrong = [part.name for part in parts if not _is_sound(place, part)]
    faults += [f"{name} is missing or was changed" for name in wrong]
    signed = {MANIFEST, *(part.name for part in parts)}
    faults += [
        f"{p.name} is not signed for" for p in sorted(place.iterdir()) if p.name not in signed
    ]
    return Checked(
        url=sealed.manifest.url,
        profile=sealed.manifest.profile,
        parts=len(parts) - len(wrong),
        faults=tuple(faults),
    )


def read_visit(place: Path, key: Ed25519PublicKey) -> Visit:
    """The visit of a sound package; what named a victim stays masked.

    Raises:
        InputError: It is no package, or not as this house signed it.
    """
    faults = verify_package(place, key).faults
    if faults:
        raise InputError(f"{place.name} is no evidence: {faults[0]}")

    def of(name: str) -> bytes:
        path = place / name
        return path.read_bytes() if path.exists() else b""

    told = msgspec.json.decode(of("visit.json"))
    apart = {
        "html": of("page.html").decode(errors="replace"),
        "text": of("page.txt").decode(errors="replace"),
        "screenshot": of("screenshot.png"),
        "favicon": of("favicon.bin"),
    }
    return msgspec.convert(told | apart, Visit)


def signed_part(place: Path, name: str, key: Ed25519PublicKey) -> bytes:
    """One file of a package, as it was signed; the others are not looked at.

    Raises:
        InputError: There is none, or it is not as this house signed it.
    """
    sealed = read_sealed(_octets(place / MANIFEST, MOST_OCTETS))
    part = next((one for one in sealed.manifest.parts if one.name == name), None)
    if part is None or not sealed.is_signed_by(key):
        raise InputError(f"{place.name} holds no signed {name}")
    octets = _octets(place / name, MOST_PART_OCTETS)
    if _part(name, octets) != part:
        raise InputError(f"{place.name}: {name} was changed after it was signed")
    return octets


def _files(visit: Visit) -> dict[str, bytes]:
    row = msgspec.to_builtins(visit)
    told = {name: value for name, value in row.items() if name not in _APART}
    files = {
        "visit.json": msgspec.json.format(msgspec.json.encode(told), indent=2),
        "har.json": msgspec.json.format(msgspec.json.encode(har_of(visit)), indent=2),
        "page.html": visit.html.encode(errors="replace"),
        "page.txt": visit.text.encode(errors="replace"),
        "screenshot.png": visit.screenshot,
        "favicon.bin": visit.favicon,
    }
    return {name: octets for name, octets in files.items() if octets}


def _part(name: str, octets: bytes) -> Part:
    return Part(name=name, size_bytes=len(octets), sha256=hashlib.sha256(octets).hexdigest())


def _write(files: Mapping[str, bytes], place: Path) -> None:
    partial = place.with_name(f".{place.name}-{os.getpid()}")
    try:
        partial.mkdir(mode=0o700, parents=True)
        for name, octets in files.items():
            (partial / name).write_bytes(octets)
            (partial / name).chmod(0o600)
        partial.rename(place)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise SourceError(f"{place} cannot be written: {error.strerror}") from error


def _is_sound(place: Path, part: Part) -> bool:
    try:
        octets = _octets(place / part.name, MOST_PART_OCTETS)
    except InputError:
        return False
    return _part(part.name, octets) == part


def _octets(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
