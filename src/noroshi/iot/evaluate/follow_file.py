"""Follow file: told devices and what re-surveys saw of them, one JSON object a line."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from noroshi.iot.evaluate.remediation import Followed
from noroshi.spine.model import InputError

DAY_S = 86_400


class _Row(msgspec.Struct, frozen=True):
    notified: datetime
    last_seen: datetime | None = None
    fixed: datetime | None = None


def read_followed(
    lines: Iterable[bytes | None], by: str, refused: Counter[str]
) -> Iterator[Followed]:
    """The devices of many lines, in their order; lines that hold none are counted by reason.

    Args:
        lines: JSON objects with `notified`, and `fixed` or `last_seen`, as times with their zone;
            null for a line that was too long.
        by: Field by which devices are compared.
        refused: Counts, filled while lines are read.
    """
    for line in lines:
        try:
            yield _followed(line, by)
        except InputError as error:
            refused[str(error)] += 1


def _followed(line: bytes | None, by: str) -> Followed:
    if line is None:
        raise InputError("too-large")
    try:
        facts = msgspec.json.decode(line, type=dict[str, object])
        row = msgspec.convert(facts, _Row)
    except msgspec.ValidationError as error:
        raise InputError("bad-row") from error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise InputError("no-json-object") from error
    group = facts.get(by)
    if not isinstance(group, str) or not group:
        raise InputError("no-group")
    end = row.fixed or row.last_seen
    if end is None:
        raise InputError("never-seen-again")
    if end.tzinfo is None or row.notified.tzinfo is None:
        raise InputError("time-without-zone")
    days = (end - row.notified).total_seconds() / DAY_S
    if days < 0:
        raise InputError("seen-before-notice")
    return Followed(days=days, is_fixed=row.fixed is not None, group=group)
