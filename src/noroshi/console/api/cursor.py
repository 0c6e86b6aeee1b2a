"""Cursor: how far a reader has come, as a text that only the hub reads."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

from noroshi.spine.model import InputError

LARGEST = 2**63 - 1
"""Databases hold no larger number."""

_VERSION = b"1:"


def cursor_of(sequence: int) -> str:
    """The cursor of a reader who has everything up to a sequence."""
    return urlsafe_b64encode(_VERSION + str(sequence).encode()).decode().rstrip("=")


def sequence_of(cursor: str) -> int:
    """The sequence in a cursor; the empty cursor stands before the first entry.

    Raises:
        InputError: It is no cursor of this hub.
    """
    if not cursor:
        return 0
    wrong = InputError("this is no cursor; send `next` of the last answer, or nothing to begin")
    try:
        told = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    except (UnicodeEncodeError, Error, ValueError) as error:
        raise wrong from error
    digits = told.removeprefix(_VERSION)
    if digits == told or not digits.isdigit() or len(digits) > 19 or int(digits) > LARGEST:
        raise wrong
    return int(digits)
