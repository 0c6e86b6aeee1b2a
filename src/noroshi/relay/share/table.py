"""CSV for people and spreadsheets (RFC 4180), safe against formulas and line breaks."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat

from noroshi.relay.share.plain import LONGEST, are_plain, plain, told_of
from noroshi.relay.share.renderer import Edition
from noroshi.relay.share.target import Service
from noroshi.spine.model.memo import Memo
from noroshi.spine.model.stretch import Stretch

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


HEADING = ('"' + '","'.join(COLUMNS) + '"\r\n').encode()
"""First line."""


def as_csv(stretch: Stretch, edition: Edition) -> bytes:
    """One line per entry; lines end in CR LF."""
    # Columns are joined without Python between them; csv.writer takes many times as long.
    lines = '"\r\n"'.join(map('","'.join, zip(*_columns(stretch, edition), strict=True)))
    return f'"{lines}"\r\n'.encode() if lines else b""


def _columns(stretch: Stretch, edition: Edition) -> Iterator[Iterable[str]]:
    """Cells between their quotes, in the order of `COLUMNS`."""
    told = told_of(stretch)
    one = told.stretch
    reasons = one.reasons()
    yield one.ids
    yield map(_word, one.kinds)
    yield one.subject_kinds
    yield _cells(told.values)
    yield map(_PORTS.__getitem__, told.services)  # two cells
    yield map(_word, one.labels)
    yield map(_NUMBERS.__getitem__, one.confidences)
    yield from (one.tlps, one.first_seen, one.last_seen, one.valid_from, one.valid_until)
    yield ["true" if revoked else "false" for revoked in one.revoked]
    # Most entries have one reason, and joining one text takes six times as long as taking it.
    yield _cells([x[0].ja if len(x) == 1 else " ".join([one.ja for one in x]) for x in reasons])
    yield _cells([x[0].en if len(x) == 1 else " ".join([one.en for one in x]) for x in reasons])
    yield repeat(_word(edition.producer), len(one.ids))


def _cells(texts: Sequence[str]) -> Sequence[str]:
    """Texts as cells; nearly all stretches hold harmless ones only."""
    if are_plain(texts, '"') and "".join([text[:1] for text in texts]).isalnum():
        return texts
    return list(map(_cell, texts))


def _cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula, its quotes doubled (RFC 4180 section 2.7)."""
    if text[:1].isalnum() and '"' not in text and text.isprintable() and len(text) <= LONGEST:
        return text  # nearly all cells are harmless as they are
    flat = plain(text)
    safe = f"'{flat}" if flat.lstrip().startswith(_FORMULA) else flat
    return safe.replace('"', '""')


def _port(service: Service | None) -> str:
    return '","' if service is None else f'{service.port}","{_cell(service.keyword)}'


_word, _PORTS, _NUMBERS = Memo(_cell).__getitem__, Memo(_port), Memo(str)
