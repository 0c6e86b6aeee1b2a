"""Log entry: one certificate of a log and the names in it.

Tiles hold `TileLeaf` (c2sp.org/static-ct-api, "Log Entries"), RFC 6962's answers hold `MerkleTreeLeaf`
and `extra_data` (sections 3.4 and 4.6); both are made of a `TimestampedEntry`.
"""

import struct
import warnings
from contextlib import suppress

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509.oid import NameOID

from noroshi.spine.model import InputError

X509, PRECERT = 0, 1
"""LogEntryType (RFC 6962, section 3.1)."""

MOST_NAMES = 2_000
"""Names of one certificate that are looked at."""


class Cursor:
    """A place in octets; reading past their end is an `InputError`."""

    def __init__(self, octets: bytes) -> None:
        self._octets = memoryview(octets)
        self._at = 0

    def take(self, count: int) -> bytes:
        """So many octets.

        Raises:
            InputError: There are fewer.
        """
        end = self._at + count
        if end > len(self._octets):
            raise InputError("entry-cut")
        taken = bytes(self._octets[self._at : end])
        self._at = end
        return taken

    def number(self, width: int) -> int:
        """An unsigned number of so many octets."""
        return int.from_bytes(self.take(width), "big")

    def vector(self, width: int) -> bytes:
        """Octets behind their length, which is so many octets wide."""
        return self.take(self.number(width))

    @property
    def left(self) -> int:
        """Octets behind this place."""
        return len(self._octets) - self._at


def read_tile(octets: bytes, most: int) -> list[bytes]:
    """Certificates of a data tile in DER form, in order; of a precertificate its signed form.

    Raises:
        InputError: The tile is cut or malformed; nothing of it can be told apart then.
    """
    place = Cursor(octets)
    found: list[bytes] = []
    while place.left and len(found) < most:
        certificate = _timestamped(place)
        if certificate is None:
            certificate = place.vector(3)
        place.vector(2)
        found.append(certificate)
    return found


def read_leaf(leaf: bytes, extra: bytes) -> bytes:
    """The certificate of an answer to `get-entries`, in DER form.

    Raises:
        InputError: It is malformed, or of a kind that is not known.
    """
    place = Cursor(leaf)
    if place.take(2) != b"\0\0":
        raise InputError("entry-unknown")
    certificate = _timestamped(place)
    return Cursor(extra).vector(3) if certificate is None else certificate


def _timestamped(place: Cursor) -> bytes | None:
    """The certificate of a `TimestampedEntry`; null for a precertificate, which stands behind it."""
    place.take(8)
    kind = place.number(2)
    if kind == X509:
        certificate: bytes | None = place.vector(3)
    elif kind == PRECERT:
        place.take(32)
        place.vector(3)
        certificate = None
    else:
        raise InputError("entry-unknown")
    place.vector(2)
    return certificate


def names_in(certificate: bytes) -> tuple[str, ...]:
    """DNS names of a certificate in lower case, each once, wildcards as the name below them.

    Raises:
        InputError: It is no certificate that can be read.
    """
    try:
        with warnings.catch_warnings():  # what is odd in a stranger's certificate is no news here
            warnings.simplefilter("ignore")
            names = _names_read(certificate)
    except (
        ValueError,
        TypeError,
        UnsupportedAlgorithm,
        x509.DuplicateExtension,
        x509.InvalidVersion,
        x509.UnsupportedGeneralNameType,
        struct.error,
    ) as error:
        raise InputError("certificate-unreadable") from error
    plain = (name.lower().removeprefix("*.").rstrip(".") for name in names[:MOST_NAMES])
    return tuple(dict.fromkeys(name for name in plain if "." in name and len(name) <= 253))


def _names_read(certificate: bytes) -> list[str]:
    read = x509.load_der_x509_certificate(certificate)
    names = [str(one.value) for one in read.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
    with suppress(x509.ExtensionNotFound):
        found = read.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        names += found.value.get_values_for_type(x509.DNSName)
    return names
