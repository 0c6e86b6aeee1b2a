"""Asking: a router's side of one session: all payloads of a cache, read once."""

from collections import Counter
from struct import Struct

import numpy as np

from noroshi.readiness.rpki.prefixes import MASK_HI, MASK_LO, Prefixes
from noroshi.readiness.rpki.rtr.pdu import Code, Kind, Pdu, Splitter, head, text_of_error
from noroshi.readiness.rpki.vrps import NO_EXPIRY, Vrps
from noroshi.spine.model import InputError

MOST_PAYLOADS = 10_000_000
"""Ten times what the whole RPKI held in 2026."""

_PREFIX = {Kind.IPV4_PREFIX: Struct(">BBBxII"), Kind.IPV6_PREFIX: Struct(">BBBxQQI")}


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
        self._rows: list[tuple[int, int, int, int, int, bool]] = []

    def question(self) -> bytes:
        """What to send first."""
        return head(self._version, Kind.RESET_QUERY, 0, 0)

    def heard(self, octets: bytes) -> None:
        """Take what has arrived.

        Raises:
            InputError: The cache has no data, or speaks something else.
        """
        for pdu in self._splitter.feed(octets):
            self._take(pdu)
            if self.over:
                return

    def _take(self, pdu: Pdu) -> None:
        if pdu.kind == Kind.ERROR_REPORT:
            if pdu.field == Code.UNSUPPORTED_VERSION and pdu.version < self._version:
                self.retry_version, self.over = pdu.version, True
                return
            raise InputError(f"the cache answers with {text_of_error(pdu)}")
        if pdu.kind in _PREFIX:
            self._take_prefix(pdu)
        elif pdu.kind == Kind.ASPA and len(pdu.body) >= 4:
            numbers = np.frombuffer(pdu.body[: len(pdu.body) // 4 * 4], ">u4").tolist()
            self.aspas[numbers[0]] = tuple(numbers[1:])
        elif pdu.kind == Kind.END_OF_DATA and len(pdu.body) >= 4:
            self.serial, self.over = pdu.serial, True
        elif pdu.kind not in {Kind.SERIAL_NOTIFY, Kind.CACHE_RESPONSE, Kind.ROUTER_KEY}:
            raise InputError(f"it sends a PDU of type {pdu.kind} in the midst of data")

    def _take_prefix(self, pdu: Pdu) -> None:
        if len(self._rows) >= MOST_PAYLOADS:
            raise InputError(f"it sends more than {MOST_PAYLOADS:,} payloads")
        is_v6 = pdu.kind == Kind.IPV6_PREFIX
        flags, length, most, *address, asn = _PREFIX[Kind(pdu.kind)].unpack(pdu.body)
        if not flags & 1:
            raise InputError("it withdraws in the midst of a whole set")
        hi, lo = address if is_v6 else (address[0] << 32, 0)
        self._rows.append((hi, lo, length, most, asn, is_v6))

    def vrps(self) -> Vrps:
        """The payloads; malformed ones are left out and counted."""
        columns = list(zip(*self._rows, strict=True)) or [()] * 6
        hi, lo = (np.array(columns[place], np.uint64) for place in (0, 1))
        length, most, asn = (np.array(columns[place], np.int64) for place in (2, 3, 4))
        is_v6 = np.array(columns[5], np.bool_)
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
