"""CSV for people and spreadsheets (RFC 4180), safe against formulas and line breaks."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from noroshi.relay.share.plain import LONGEST, are_plain, facts_of, plain
from noroshi.relay.share.renderer import Edition
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
    return "".join(_lines(stretch, _word(edition.producer))).encode()


def _lines(stretch: Stretch, producer: str) -> Iterator[str]:
    """Cells between quotes; csv.writer does the same in five times as long."""
    told = facts_of(stretch)
    reasons = stretch.reasons()
    rows = zip(
        told,
        stretch.ids,
        map(_word, stretch.kinds),
        stretch.subject_kinds,
        _cells([one[0] if one else "" for one in told]),
        map(_word, stretch.labels),
        stretch.confidences,
        stretch.tlps,
        stretch.first_seen,
        stretch.last_seen,
        stretch.valid_from,
        stretch.valid_until,
        stretch.revoked,
        _cells([" ".join([reason["ja"] for reason in those]) for those in reasons]),
        _cells([" ".join([reason["en"] for reason in those]) for those in reasons]),
        strict=True,
    )
    for fact, name, kind, about, value, label, sure, tlp, first, last, since, until, off, ja, en in rows:  # fmt: skip
        if fact is None:
            continue
        port, protocol = ("", "") if fact[1] is None else (fact[1], _word(fact[2]))
        yield (
            f'"{name}","{kind}","{about}","{value}","{port}","{protocol}","{label}","{sure}","{tlp}",'
            f'"{first}","{last}","{since}","{until}","{"true" if off else "false"}",'
            f'"{ja}","{en}","{producer}"\r\n'
        )


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


_word = lru_cache(maxsize=1_024)(_cell)
