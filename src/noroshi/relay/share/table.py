"""CSV for people and spreadsheets (RFC 4180), safe against formulas and line breaks."""

import csv
from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import StringIO
from itertools import islice

from noroshi.relay.share.plain import facts, is_readable, plain
from noroshi.relay.share.renderer import Edition
from noroshi.spine.model import Indicator, rfc3339

COLUMNS = (
    "id",
    "kind",
    "subject_kind",
    "value",
    "port",
    "protocol",
    "label",
    "confidence",
    "tlp",
    "first_seen",
    "last_seen",
    "valid_from",
    "valid_until",
    "revoked",
    "reason_ja",
    "reason_en",
    "producer",
)

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""First characters that spreadsheets take for a formula (OWASP, "CSV Injection")."""


LINES_A_CHUNK = 64


def as_csv(indicators: Iterable[Indicator], edition: Edition) -> Iterator[bytes]:
    """A header line, then one line per indicator; lines end in CR LF."""
    yield _lines([COLUMNS])
    row = _Rows(edition.producer).row
    rows = (row(one) for one in indicators if is_readable(one.subject))
    while some := list(islice(rows, LINES_A_CHUNK)):
        yield _lines(some)


class _Rows:
    """Makes rows of one list; remembers what many of them share."""

    def __init__(self, producer: str) -> None:
        self._producer = _cell(producer)
        self._moment = lru_cache(maxsize=4_096)(rfc3339)
        self._word = lru_cache(maxsize=1_024)(_cell)

    def row(self, indicator: Indicator) -> tuple[str, ...]:
        """Cells in the order of the columns; those that hold free text are made safe."""
        value, port, protocol = facts(indicator)
        moment, word, reasons = self._moment, self._word, indicator.reasons
        return (
            indicator.id,
            word(indicator.kind),
            indicator.subject.kind.value,
            _cell(value),
            "" if port is None else str(port),
            word(protocol),
            word(indicator.label),
            str(indicator.confidence),
            indicator.tlp.value,
            moment(indicator.first_seen),
            moment(indicator.last_seen),
            moment(indicator.valid_from),
            moment(indicator.valid_until),
            "true" if indicator.revoked else "false",
            _cell(" ".join([reason.ja for reason in reasons])),
            _cell(" ".join([reason.en for reason in reasons])),
            self._producer,
        )


def _lines(rows: Iterable[tuple[str, ...]]) -> bytes:
    out = StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue().encode()


def _cell(text: str) -> str:
    flat = plain(text)
    return f"'{flat}" if flat.lstrip().startswith(_FORMULA) else flat
