"""Mail verifying: what a receiver finds of messages in files."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from noroshi.readiness.mail.analyse.handover import Handover
from noroshi.readiness.mail.dkim import parse_letter
from noroshi.readiness.mail.dkim.letter import MOST_OCTETS
from noroshi.readiness.mail.judge.verify import Verified, verify
from noroshi.spine.model import InputError
from noroshi.spine.net.lookup import Lookup


def verify_messages(
    paths: Sequence[Path], lookup: Lookup, *, now_s: int, given: Handover | None = None
) -> Iterator[tuple[Path, Verified | InputError]]:
    """What was found of each message, or why it cannot be read, in order.

    Args:
        paths: Files with one message each.
        lookup: Who answers.
        now_s: Unix time.
        given: Who handed them over; read from each message when left out.
    """
    for path in paths:
        try:
            yield path, verify(parse_letter(_octets(path)), lookup, now_s=now_s, given=given)
        except InputError as error:
            yield path, error


def _octets(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_OCTETS + 1)
    except OSError as error:
        raise InputError("unreadable") from error
