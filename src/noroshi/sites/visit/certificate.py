"""Certificate: what a server showed, and why a browser would warn of it."""

import re

from cryptography import x509
from cryptography.x509.oid import NameOID

from noroshi.sites.visit.visit import Certificate

MOST_NAMES = 100
_ERROR = re.compile(r"net::ERR_([A-Z_0-9]{1,60})")


def read_certificate(der: bytes, network_error: str) -> Certificate | None:
    """The certificate in DER; null where it is none.

    Args:
        der: Of the server itself.
        network_error: Chromium's word, as `net::ERR_CERT_DATE_INVALID`; empty where it is content.
    """
    try:
        found = x509.load_der_x509_certificate(der)
        return Certificate(
            subject=_common_name(found.subject),
            issuer=_common_name(found.issuer),
            names=_names(found),
            not_before=found.not_valid_before_utc,
            not_after=found.not_valid_after_utc,
            problem=problem_of(network_error),
        )
    except (ValueError, TypeError, OverflowError):
        return None


def problem_of(network_error: str) -> str:
    """Chromium's word in our spelling: `cert-date-invalid`."""
    match = _ERROR.fullmatch(network_error)
    return match[1].lower().replace("_", "-") if match else ""


def _common_name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value)[:200] if found else ""


def _names(found: x509.Certificate) -> tuple[str, ...]:
    try:
        extension = found.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return ()
    names = extension.value.get_values_for_type(x509.DNSName)
    return tuple(name[:253] for name in names[:MOST_NAMES])
