"""Asking: a router's side of one session: all payloads of a cache, read once."""

from collections import Counter

import numpy as np

from noroshi.readiness.rpki.prefixes import MASK_HI, MASK_LO, U8, U64, Prefixes
from noroshi.readiness.rpki.rtr.pdu import (
    SIZES,
    Code,
    Kind,
    Pdu,
    Run,
    Splitter,
    head,
    text_of_error,
)
from noroshi.readiness.rpki.vrps import NO_EXPIRY, Vrps
from noroshi.spine.model import InputError

MOST_PAYLOADS = 10_000_000
"""Ten times what the whole RPKI held in 2026."""

_PREFIXES = (Kind.IPV4_PREFIX, Kind.IPV6_PREFIX)


class Asking:
    """Asks for the whole set, in version 1, or 0 for caches that know no other.

    Attributes:
        over: Whether the answer is whole.
        serial: Of the set, once it is.
        aspas: Providers by customer.
    """

    def __init__(self, version: int = 1) -> None:
        self.over = False
        self.retry_version: int | None = None
        self.serial = 0
        self.aspas: dict[int, tuple[int, ...]] = {}
        self._version = version
        self._splitter = Splitter()
        self._rows: dict[int, list[U8]] = {kind: [] for kind in _PREFIXES}
        self._count = 0

    def question(self) -> bytes:
        """What to send first."""
        return head(self._version, Kind.RESET_QUERY, 0, 0)

    def heard(self, octets: bytes) -> None:
        """Take what has arrived.

        Raises:
            InputError: The cache has no data, or speaks something else.
        """
        for part in self._splitter.feed_runs(octets):
            if isinstance(part, Run):
                self._take_prefixes(part.kind, part.rows)
            else:
                self._take(part)
            if self.over:
                return

    def _take(self, pdu: Pdu) -> None:
        if pdu.kind == Kind.ERROR_REPORT:
            if pdu.field == Code.UNSUPPORTED_VERSION and pdu.version < self._version:
                self.retry_version, self.over = pdu.version, True
                return
            raise InputError(f"the cache answers with {text_of_error(pdu)}")
        if pdu.kind in _PREFIXES:
            self._take_prefixes(pdu.kind, np.frombuffer(pdu.octets(), np.uint8)[np.newaxis])
        elif pdu.kind == Kind.ASPA and len(pdu.body) >= 4:
            numbers = np.frombuffer(pdu.body[: len(pdu.body) // 4 * 4], ">u4").tolist()
            self.aspas[numbers[0]] = tuple(numbers[1:])
        elif pdu.kind == Kind.END_OF_DATA and len(pdu.body) >= 4:
            self.serial, self.over = pdu.serial, True
        elif pdu.kind not in {Kind.SERIAL_NOTIFY, Kind.CACHE_RESPONSE, Kind.ROUTER_KEY}:
            raise InputError(f"it sends a PDU of type {pdu.kind} in the midst of data")

    def _take_prefixes(self, kind: int, rows: U8) -> None:
        self._count += len(rows)
        if self._count > MOST_PAYLOADS:
            raise InputError(f"it sends more than {MOST_PAYLOADS:,} payloads")
        if not (rows[:, 8] & 1).all():
            raise InputError("it withdraws in the midst of a whole set")
        self._rows[kind].append(rows)

    def vrps(self) -> Vrps:
        """The payloads, IPv4 first; malformed ones are left out and counted."""
        v4, v6 = (
            np.concatenate([*self._rows[kind], np.empty((0, SIZES[kind]), np.uint8)])
            for kind in _PREFIXES
        )
        length, most = (
            np.concatenate([v4[:, place], v6[:, place]]).astype(np.int64) for place in (9, 10)
        )
        hi = np.concatenate([_numbers(v4, 12, 4) << np.uint64(32), _numbers(v6, 12, 8)])
        lo = np.concatenate([np.zeros(len(v4), np.uint64), _numbers(v6, 20, 8)])
        asn = np.concatenate([_numbers(v4, 16, 4), _numbers(v6, 28, 4)]).astype(np.int64)
        is_v6 = np.arange(len(asn)) >= len(v4)
        bits = np.where(is_v6, 128, 32)
        good = (length <= most) & (most <= bits)
        length = np.minimum(length, 128)
        behind = (hi & ~MASK_HI[length] | lo & ~MASK_LO[length]) != 0
        refused = Counter(
            {"bad-max-length": int((~good).sum()), "host-bits": int((good & behind).sum())}
        )
        made = Vrps(
            prefixes=Prefixes(hi=hi, lo=lo, length=length, is_v6=is_v6),
            max_length=most,
            asn=asn,
            expires=np.full(len(asn), NO_EXPIRY),
            refused=+refused,
        )
        return made.take(good & ~behind)


def _numbers(rows: U8, start: int, size: int) -> U64:
    """Big-endian numbers of so many octets that begin at a place of each row."""
    octets = np.ascontiguousarray(rows[:, start : start + size])
    return octets.view(f">u{size}")[:, 0].astype(np.uint64)
