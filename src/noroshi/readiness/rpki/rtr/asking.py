"""Asking: a router's side of one session: all payloads of a cache, read once."""

from collections import Counter

import numpy as np
import numpy.typing as npt

from noroshi.readiness.rpki.prefixes import MASK_HI, MASK_LO, Prefixes
from noroshi.readiness.rpki.rtr.pdu import HEAD, SIZES, Code, Kind, Pdu, head, pdu_at, text_of_error
from noroshi.readiness.rpki.vrps import NO_EXPIRY, Vrps
from noroshi.spine.model import InputError

MOST_PAYLOADS = 10_000_000
"""Ten times what the whole RPKI held in 2026."""

_START = [
    ("version", "u1"), ("kind", "u1"), ("field", ">u2"), ("size", ">u4"),
    ("flags", "u1"), ("length", "u1"), ("most", "u1"), ("zero", "u1"),
]  # fmt: skip
_LAYOUT = {
    Kind.IPV4_PREFIX: np.dtype([*_START, ("address", ">u4"), ("asn", ">u4")]),
    Kind.IPV6_PREFIX: np.dtype([*_START, ("hi", ">u8"), ("lo", ">u8"), ("asn", ">u4")]),
}
"""Prefix PDUs as they lie in the stream (RFC 8210 sections 5.6 and 5.7)."""

_SIZE = {int(kind): SIZES[kind] for kind in _LAYOUT}
Rows = npt.NDArray[np.void]


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
        self._held = b""
        self._count = 0
        self._rows: dict[int, list[Rows]] = {kind: [] for kind in _SIZE}

    def question(self) -> bytes:
        """What to send first."""
        return head(self._version, Kind.RESET_QUERY, 0, 0)

    def heard(self, octets: bytes) -> None:
        """Take what has arrived.

        Raises:
            InputError: The cache has no data, or speaks something else.
        """
        held, at = self._held + octets, 0
        while not self.over:
            at = self._take_prefixes(held, at)
            pdu = pdu_at(held, at)
            if pdu is None:
                break
            self._take(pdu)
            at += HEAD + len(pdu.body)
        self._held = held[at:]

    def _take_prefixes(self, octets: bytes, at: int) -> int:
        """Take the prefixes from there on, whatever their families; gives where they end."""
        places: dict[int, list[int]] = {kind: [] for kind in _SIZE}
        end = len(octets) - HEAD
        while at <= end:
            kind = octets[at + 1]
            size = _SIZE.get(kind)
            if size is None or at + size > len(octets):
                break
            places[kind].append(at)
            at += size
        for kind, found in places.items():
            if found:
                self._keep(kind, _rows_at(octets, np.array(found), _LAYOUT[Kind(kind)]))
        return at

    def _keep(self, kind: int, rows: Rows) -> None:
        wrong = rows["size"] != _SIZE[kind]
        if wrong.any():
            size = int(rows["size"][wrong][0])
            raise InputError(f"a PDU of type {kind} says that it has {size:,} octets")
        if (rows["flags"] & 1 == 0).any():
            raise InputError("it withdraws in the midst of a whole set")
        self._count += len(rows)
        if self._count > MOST_PAYLOADS:
            raise InputError(f"it sends more than {MOST_PAYLOADS:,} payloads")
        self._rows[kind].append(rows)

    def _take(self, pdu: Pdu) -> None:
        if pdu.kind == Kind.ERROR_REPORT:
            if pdu.field == Code.UNSUPPORTED_VERSION and pdu.version < self._version:
                self.retry_version, self.over = pdu.version, True
                return
            raise InputError(f"the cache answers with {text_of_error(pdu)}")
        if pdu.kind == Kind.ASPA and len(pdu.body) >= 4:
            numbers = np.frombuffer(pdu.body[: len(pdu.body) // 4 * 4], ">u4").tolist()
            self.aspas[numbers[0]] = tuple(numbers[1:])
        elif pdu.kind == Kind.END_OF_DATA and len(pdu.body) >= 4:
            self.serial, self.over = pdu.serial, True
        elif pdu.kind not in {Kind.SERIAL_NOTIFY, Kind.CACHE_RESPONSE, Kind.ROUTER_KEY}:
            raise InputError(f"it sends a PDU of type {pdu.kind} in the midst of data")

    def vrps(self) -> Vrps:
        """The payloads, IPv4 first; malformed ones are left out and counted."""
        v4, v6 = (
            np.concatenate([np.empty(0, layout), *self._rows[kind]])
            for kind, layout in _LAYOUT.items()
        )
        hi = np.concatenate([v4["address"].astype(np.uint64) << np.uint64(32), v6["hi"]])
        hi = hi.astype(np.uint64)
        lo = np.concatenate([np.zeros(len(v4), np.uint64), v6["lo"]]).astype(np.uint64)
        length, most, asn = (
            np.concatenate([v4[name], v6[name]]).astype(np.int64)
            for name in ("length", "most", "asn")
        )
        is_v6 = np.arange(len(hi)) >= len(v4)
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


def _rows_at(octets: bytes, places: npt.NDArray[np.int64], layout: np.dtype[np.void]) -> Rows:
    """PDUs of one family at some places of a stream, copied out of it."""
    size, first = layout.itemsize, int(places[0])
    if places[-1] - first == size * (len(places) - 1):
        return np.frombuffer(octets, layout, len(places), first).copy()
    rows = np.frombuffer(octets, np.uint8)[places[:, None] + np.arange(size)]
    found: Rows = rows.view(layout).reshape(-1)
    return found
