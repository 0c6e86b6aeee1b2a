"""Tracking number: what a subscriber reads to the support desk; twelve digits and two to check them.

Digits only, because letters are misheard on the telephone in either language. The check digits are
those of ISO/IEC 7064, MOD 97-10 (the scheme of IBANs): they find every single wrong digit, every
swap of two neighbours, and all but about one in a hundred of other slips.
"""

import hashlib
import hmac
import re

from noroshi.spine.model import InputError

DIGITS = 12
_MODULUS, _REST = 97, 1
_BREAKS = re.compile(r"[\s\-\u2010-\u2015\u30fc\uff0d]+")
_WHOLE = re.compile(r"[0-9]{14}")


def make_tracking(key: bytes, case_id: str, attempt: int = 0) -> str:
    """The number of a case; nobody without the key can tell the next one.

    Args:
        key: Secret of the house.
        case_id: Of the case.
        attempt: Counted up while a number is taken already.
    """
    made = hmac.digest(key, f"tracking\n{case_id}\n{attempt}".encode(), hashlib.sha256)
    body = int.from_bytes(made[:16], "big") % 10**DIGITS
    return f"{body:0{DIGITS}d}{_MODULUS + _REST - body * 100 % _MODULUS:02d}"


def read_tracking(text: str) -> str:
    """The number that somebody typed, in full-width digits or with spaces and hyphens if they like.

    Raises:
        InputError: It is none, or a digit is wrong.
    """
    plain = _BREAKS.sub("", "".join(_digit(one) for one in text))
    if not _WHOLE.fullmatch(plain):
        raise InputError("a tracking number has 14 digits, as 1234-5678-9012-34")
    if int(plain) % _MODULUS != _REST:
        raise InputError("a digit of this tracking number is wrong; read it once more")
    return plain


def shown_tracking(tracking: str) -> str:
    """As people read it: `1234-5678-9012-34`."""
    return "-".join((tracking[:4], tracking[4:8], tracking[8:12], tracking[12:]))


def _digit(one: str) -> str:
    return str(ord(one) - 0xFF10) if "\uff10" <= one <= "\uff19" else one
