"""Times: start and end of flows in the many ways exporters tell them (RFC 7011 section 6.1.7-10)."""

import numpy as np

from noroshi.spine.flows.address import I64
from noroshi.spine.flows.decode.message import UNKNOWN_BOOT, Messages
from noroshi.spine.flows.decode.records import Records

NTP_EPOCH_S = 2_208_988_800
"""1970 in seconds since 1900 (RFC 5905 section 6)."""
_WRAP = 1 << 32
_DAY_MS = 86_400_000
_UNKNOWN = 0

STARTS = {"ms": (152,), "ntp": (154, 156), "s": (150,), "back_us": (158,), "uptime": (22,)}
ENDS = {"ms": (153,), "ntp": (155, 157), "s": (151,), "back_us": (159,), "uptime": (21,)}
"""Elements by encoding: Unix milliseconds, NTP fractions, seconds, microseconds before the export,
milliseconds since the exporter started."""
EVENTS = {"ms": (323, 258), "ntp": (324, 325), "s": (322,)}
"""When an event was observed: all that NAT and firewall logs give."""


def flow_times(records: Records, messages: Messages, boot_ms: I64) -> tuple[I64, I64]:
    """Start and end, Unix milliseconds.

    Where only one is told the other equals it (or follows from a told duration); where neither is,
    both are the export time.
    """
    export_ms = messages.export_ms[records.datagram]
    init = records.number(160)
    boot = boot_ms if init is None else init
    start = _told(records, STARTS, export_ms, boot)
    end = _told(records, ENDS, export_ms, boot)
    if start.all() and end.all():
        return np.where(start < _UNKNOWN, export_ms, start), end
    if not start.all():
        event = _told(records, EVENTS, export_ms, boot)
        start = np.where(start == _UNKNOWN, event, start)
    duration = _duration(records)
    start = np.where(start == _UNKNOWN, end - duration * (end != _UNKNOWN), start)
    start = np.where(start <= _UNKNOWN, export_ms, start)
    end = np.where(end == _UNKNOWN, start + duration, end)
    return start, end


def _told(
    records: Records, elements: dict[str, tuple[int, ...]], export_ms: I64, boot_ms: I64
) -> I64:
    """The first encoding a record fills; 0 where none."""
    found = None
    for encoding, numbers in elements.items():
        for element in numbers:
            if records.has(element):
                value = _read(records, encoding, element, export_ms, boot_ms)
                found = value if found is None else np.where(found == _UNKNOWN, value, found)
    return np.full(len(records), _UNKNOWN, np.int64) if found is None else found


def _read(records: Records, encoding: str, element: int, export_ms: I64, boot_ms: I64) -> I64:
    if encoding == "ntp":
        return _ntp(records, element)
    value = records.number(element)
    if value is None:
        return np.full(len(records), _UNKNOWN, np.int64)
    if encoding == "s":
        return value * 1000
    if encoding == "back_us":
        return export_ms - value // 1000
    if encoding == "uptime":
        since, unknown = _since_boot(value, export_ms, boot_ms), boot_ms == UNKNOWN_BOOT
        return np.where(unknown, _UNKNOWN, since) if unknown.any() else since
    return value


def _since_boot(value: I64, export_ms: I64, boot_ms: I64) -> I64:
    """The uptime counter wraps after 49.7 days; a flow may end a little after the export."""
    ago = export_ms - boot_ms - value & _WRAP - 1
    late = ago > _WRAP - _DAY_MS
    return export_ms - (np.where(late, ago - _WRAP, ago) if late.any() else ago)


def _ntp(records: Records, element: int) -> I64:
    place = records.place(element)
    if place is None or not isinstance(place[1], int) or place[1] != 8:
        return np.full(len(records), _UNKNOWN, np.int64)
    seconds, fraction = records.octets.u32(place[0]), records.octets.u32(place[0] + 4)
    known = seconds >= NTP_EPOCH_S
    return np.where(known, (seconds - NTP_EPOCH_S) * 1000 + (fraction * 1000 >> 32), _UNKNOWN)


def _duration(records: Records) -> I64:
    milliseconds = records.number(161)
    if milliseconds is not None:
        return np.clip(milliseconds, 0, _WRAP)
    microseconds = records.number(162)
    if microseconds is not None:
        return np.clip(microseconds // 1000, 0, _WRAP)
    return np.zeros(len(records), np.int64)
