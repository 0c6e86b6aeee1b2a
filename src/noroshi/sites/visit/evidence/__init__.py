"""Evidence: a visit as a directory that others can check: picture, page, exchanges, signed hashes."""

from noroshi.sites.visit.evidence.manifest import Manifest, Part, Sealed
from noroshi.sites.visit.evidence.package import (
    Checked,
    read_visit,
    signed_part,
    verify_package,
    write_package,
)

__all__ = [
    "Checked",
    "Manifest",
    "Part",
    "Sealed",
    "read_visit",
    "signed_part",
    "verify_package",
    "write_package",
]
