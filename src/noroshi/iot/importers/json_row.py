"""JSON row: an object on one line that holds no credential."""

import msgspec

from noroshi.iot.importers.finding import refuse_credentials
from noroshi.spine.model import InputError

_DECODE = msgspec.json.Decoder(dict[str, object]).decode


def json_row(line: bytes) -> dict[str, object]:
    """The object of a line.

    Raises:
        InputError: There is none, or it holds a credential.
    """
    row = json_object(line)
    refuse_credentials(row)
    return row


def json_object(line: bytes) -> dict[str, object]:
    """The object of a line, whatever it holds: the caller refuses credentials part by part.

    Raises:
        InputError: There is none.
    """
    try:
        return _DECODE(line)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise InputError("no-json-object") from error
