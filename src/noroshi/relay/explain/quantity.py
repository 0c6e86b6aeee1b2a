"""Quantity: numbers as people read them. Nothing here ever prints NaN or infinity."""

from datetime import UTC, datetime, timedelta, timezone
from math import exp, isfinite, log, log10

from noroshi.relay.explain.language import Audience, Lang
from noroshi.spine.model import PEOPLE

JST = timezone(timedelta(hours=9), "JST")
UNKNOWN = "–"
FEW = 3
"""Counts of people below this are shown as "<3" outside the operator (design, section 5)."""
MIN_ODDS_PROBABILITY = 1e-6
"""Probabilities are kept this far from 0 and 1 when turned into log-odds."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_MS = 253_402_300_799_000 - 86_400_000
_PREFIXES = (("T", 1e12), ("G", 1e9), ("M", 1e6), ("k", 1e3))
_SPANS = (
    (604_800.0, "d", 86_400.0),
    (86_400.0, "d", 86_400.0),
    (3_600.0, "h", 3_600.0),
    (60.0, "min", 60.0),
)
_SPANS_JA = {"d": "日", "h": "時間", "min": "分", "s": "秒", "ms": "ミリ秒"}
_UNITS_JA = _SPANS_JA | {
    "contacts": "回",
    "contacts/s": "回/秒",
    "packets": "パケット",
    "peers": "相手",
    "servers": "サーバ",
}


def number(value: float) -> str:
    """Three significant digits, thousands grouped, a true minus sign."""
    if not isfinite(value):
        return UNKNOWN
    size = abs(value)
    if size >= 1e12 or (0 < size < 1e-4):
        mantissa, exponent = f"{value:.1e}".split("e")
        return _minus(f"{mantissa}×10^{int(exponent)}")
    if size >= 100 or value == int(value):
        return _minus(f"{value:,.0f}")
    decimals = 2 if size == 0 else max(2 - int(log10(size) // 1), 0)
    return _minus(_trim(f"{value:.{decimals}f}"))


def _trim(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _minus(text: str) -> str:
    return text.replace("-", "−")


def octets(value: float) -> str:
    """Octets with a decimal prefix: `3.2 MB`."""
    if not isfinite(value):
        return UNKNOWN
    for prefix, size in _PREFIXES:
        if abs(value) >= size:
            return f"{number(value / size)} {prefix}B"
    return f"{number(value)} B"


def span(seconds: float, lang: Lang) -> str:
    """A length of time in its largest fitting unit: `65 s`, `4.5 min`, `2 h`."""
    if not isfinite(seconds):
        return UNKNOWN
    size, unit, per = abs(seconds), "s", 1.0
    if 0 < size < 1:
        unit, per = "ms", 1e-3
    for least, name, length in _SPANS:
        if size >= least * (1.5 if name == "min" else 1):
            unit, per = name, length
            break
    name = _SPANS_JA[unit] if lang == "ja" else unit
    return f"{number(seconds / per)} {name}"


def quantity(value: float, unit: str, lang: Lang, audience: Audience = "inside") -> str:
    """A value with its unit, in the reader's language."""
    if unit == "s":
        return span(value, lang)
    if unit == "B":
        return octets(value)
    if unit in PEOPLE:
        few = audience == "outside" and value < FEW
        return f"<{FEW}" if few else number(value)
    if unit == "port":
        return f"{value:.0f}" if isfinite(value) else UNKNOWN
    if unit in ("", "1"):
        return number(value)
    return f"{number(value)} {_UNITS_JA.get(unit, unit) if lang == 'ja' else unit}"


def clients(count: int | None, audience: Audience) -> str:
    """A count of clients; "<3" where the page leaves the operator."""
    if count is None:
        return UNKNOWN
    return quantity(count, "clients", "en", audience)


def probability(value: float) -> str:
    """A probability in percent; never a flat 0 or 100 that nobody can know."""
    if not isfinite(value):
        return UNKNOWN
    percent = 100 * min(max(value, 0.0), 1.0)
    if percent < 0.1:
        return "<0.1 %"
    if percent > 99.9:
        return ">99.9 %"
    return f"{percent:.0f} %" if 1 <= percent < 99 else f"{percent:.1f} %"


def signed(value: float) -> str:
    """Log-odds with two decimals and always a sign."""
    if not isfinite(value):
        return UNKNOWN
    if abs(value) >= 1e4:
        return ("+" if value > 0 else "") + number(value)
    return _minus(f"{value:+.2f}").replace("−0.00", "0.00").replace("+0.00", "0.00")


def logit(p: float) -> float:
    """Log-odds of a probability, kept finite."""
    kept = min(max(p, MIN_ODDS_PROBABILITY), 1 - MIN_ODDS_PROBABILITY)
    return log(kept / (1 - kept))


def odds_probability(log_odds: float) -> float:
    """The probability that log-odds stand for."""
    return 1 / (1 + exp(-min(max(log_odds, -700.0), 700.0)))


def moment(ms: float, *, seconds: bool = False) -> datetime:
    """The moment of a Unix time in milliseconds, in Japan's time, kept within the calendar."""
    kept = min(max(ms, 0), _MAX_MS)
    when = (_EPOCH + timedelta(milliseconds=kept)).astimezone(JST)
    return when if seconds else when.replace(microsecond=0)


def stamp(when: datetime, *, zone: bool = True) -> str:
    """`2026-01-05 09:00 JST`."""
    local = when.astimezone(JST)
    return local.strftime("%Y-%m-%d %H:%M") + (" JST" if zone else "")


def stamp_ms(ms: float) -> str:
    """The same, with seconds and without the zone, from Unix milliseconds."""
    return moment(ms).strftime("%m-%d %H:%M:%S")


def both_zones(when: datetime) -> str:
    """`2026-01-05 09:00 JST (00:00 UTC)`, with the date where it differs."""
    local, universal = when.astimezone(JST), when.astimezone(UTC)
    same_day = local.date() == universal.date()
    return f"{stamp(when)} ({universal.strftime('%H:%M' if same_day else '%Y-%m-%d %H:%M')} UTC)"
