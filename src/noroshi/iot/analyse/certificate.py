"""Certificate: the names in a TLS certificate, as fingerprints know them."""

import base64
import binascii
import warnings

from cryptography import x509

MAX_TEXT = 65_536
"""Characters of base64 that are read."""


def names_of(text: str) -> dict[str, str]:
    """Subject and issuer of a certificate in base64 DER, most particular part first.

    What is no certificate, or names nobody, gives nothing: devices serve all sorts.
    """
    if len(text) > MAX_TEXT:
        return {}
    try:
        with warnings.catch_warnings():  # of what makers put into theirs, there is much to warn
            warnings.simplefilter("ignore")
            read = x509.load_der_x509_certificate(base64.b64decode(text, validate=True))
            return {
                "subject": read.subject.rfc4514_string(),
                "issuer": read.issuer.rfc4514_string(),
            }
    except (ValueError, TypeError, binascii.Error, x509.InvalidVersion, OverflowError):
        return {}
