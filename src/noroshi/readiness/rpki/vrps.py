"""VRPs: validated ROA payloads (RFC 6811 section 2) as a table."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from noroshi.readiness.rpki.numbers import UNREADABLE, parse_as_numbers, parse_numbers
from noroshi.readiness.rpki.prefixes import I64, U8, Fault, Mask, Prefixes, parse_prefixes
from noroshi.spine.flows.arrow import Array, is_empty

NO_EXPIRY = 0
"""Stands for a payload whose end the file does not tell."""

LATEST = 2**40
"""Largest believed time in Unix seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vrps:
    """A table of payloads.

    Attributes:
        prefixes: What may be announced.
        max_length: Longest prefix that may be announced inside.
        asn: Who may; 0 says that nobody may (RFC 6483 section 4).
        expires: End of each payload in Unix seconds; `NO_EXPIRY` where it is not told.
        made_at: When the validator made the snapshot; null where it is not told.
        refused: Records left out, by reason.
    """

    prefixes: Prefixes
    max_length: I64
    asn: I64
    expires: I64
    made_at: datetime | None = None
    refused: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.asn)

    def take(self, rows: I64 | Mask) -> "Vrps":
        """Rows by index or mask."""
        return Vrps(
            prefixes=self.prefixes.take(rows),
            max_length=self.max_length[rows],
            asn=self.asn[rows],
            expires=self.expires[rows],
            made_at=self.made_at,
            refused=self.refused,
        )

    def expired_at(self, moment: datetime) -> Mask:
        """Which payloads had ended by then; those without an end never do."""
        ended: Mask = (self.expires != NO_EXPIRY) & (self.expires <= moment.timestamp())
        return ended

    @property
    def last_expiry(self) -> datetime | None:
        """The latest end; null where no payload tells one."""
        latest = int(self.expires.max(initial=NO_EXPIRY))
        return datetime.fromtimestamp(latest, UTC) if latest else None


@dataclass(frozen=True, slots=True, kw_only=True)
class VrpTexts:
    """The columns of a VRP file as written.

    Attributes:
        prefix: CIDR texts.
        asn: AS numbers, `AS64500` or `64500`.
        max_length: Lengths; empty where the prefix alone may be announced.
        expires: Unix seconds; empty where not told.
    """

    prefix: Array
    asn: Array
    max_length: Array
    expires: Array


def parse_vrps(texts: VrpTexts, *, made_at: datetime | None, refused: Counter[str]) -> Vrps:
    """The table that some texts give; what is malformed is left out and counted.

    Args:
        texts: Columns of equal length without nulls.
        made_at: When the snapshot was made.
        refused: Counts so far, to which these are added.
    """
    prefixes, fault = parse_prefixes(texts.prefix)
    return checked_vrps(
        prefixes,
        fault,
        max_length=_numbers_or(texts.max_length, prefixes.length, most=128),
        asn=parse_as_numbers(texts.asn),
        expires=_numbers_or(texts.expires, np.full(len(prefixes), NO_EXPIRY), most=LATEST),
        made_at=made_at,
        refused=refused,
    )


def _numbers_or(texts: Array, otherwise: I64, *, most: int) -> I64:
    """Numbers of some texts, and other ones where a text is empty."""
    untold = is_empty(texts)
    if untold.all():
        return otherwise
    numbers = parse_numbers(texts, most=most)
    return np.where(untold, otherwise, numbers) if untold.any() else numbers


def checked_vrps(  # noqa: PLR0913  # a table is its columns
    prefixes: Prefixes, fault: U8, *, max_length: I64, asn: I64, expires: I64,
    made_at: datetime | None, refused: Counter[str],
) -> Vrps:  # fmt: skip
    """The table of some columns without the rows that are malformed, which are counted.

    Args:
        prefixes: Of each row; `fault` says where a row has none.
        fault: As `parse_prefixes` gives it.
        max_length: Below a prefix's own or beyond the family's, it is malformed.
        asn: AS numbers, or `UNREADABLE`.
        expires: Unix seconds, `NO_EXPIRY` or `UNREADABLE`.
        made_at: When the snapshot was made.
        refused: Counts so far, to which these are added.
    """
    bits = np.where(prefixes.is_v6, 128, 32)
    good = np.ones(len(asn), np.bool_)
    for reason, which in (
        ("no-prefix", fault == Fault.NO_PREFIX),
        ("host-bits", fault == Fault.HOST_BITS),
        ("bad-asn", asn == UNREADABLE),
        ("bad-max-length", (max_length < prefixes.length) | (max_length > bits)),
        ("bad-expiry", expires == UNREADABLE),
    ):
        if not which.any():
            continue
        wrong = good & which
        if count := int(wrong.sum()):
            refused[reason] += count
        good &= ~wrong
    made = Vrps(
        prefixes=prefixes,
        max_length=max_length,
        asn=asn,
        expires=expires,
        made_at=made_at,
        refused=refused,
    )
    return made if good.all() else made.take(good)


def joined_vrps(parts: Sequence[Vrps]) -> Vrps:
    """Several tables as one; what they left out is added up."""
    refused: Counter[str] = Counter()
    for part in parts:
        refused.update(part.refused)
    return Vrps(
        prefixes=Prefixes(
            hi=np.concatenate([part.prefixes.hi for part in parts]),
            lo=np.concatenate([part.prefixes.lo for part in parts]),
            length=np.concatenate([part.prefixes.length for part in parts]),
            is_v6=np.concatenate([part.prefixes.is_v6 for part in parts]),
        ),
        max_length=np.concatenate([part.max_length for part in parts]),
        asn=np.concatenate([part.asn for part in parts]),
        expires=np.concatenate([part.expires for part in parts]),
        refused=refused,
    )
