"""Waterfall: from the prior to the score, one bar for each reason."""

from dataclasses import dataclass
from math import isfinite

from noroshi.relay.explain.charts.figure import Figure, Table, both_widths
from noroshi.relay.explain.charts.scale import Linear, nice_ticks
from noroshi.relay.explain.charts.svg import drawing, label, line, rect
from noroshi.relay.explain.language import Lang, say
from noroshi.relay.explain.portrait import Portrait
from noroshi.relay.explain.quantity import logit, number, odds_probability, probability, signed
from noroshi.relay.explain.wording import word

MAX_TERMS = 14
"""Bars for single reasons; weaker reasons are summed in one bar that says how many."""

_PROBABILITIES = (0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999)
_CALIBRATION_VISIBLE = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One step of the fall: a name, and where it starts and ends in log-odds."""

    name: str
    start: float
    end: float
    kind: str

    @property
    def change(self) -> float:
        """What the step adds."""
        return self.end - self.start


def waterfall_bars(portrait: Portrait, lang: Lang) -> tuple[Bar, ...]:
    """Prior, reasons strongest first, what calibration adds, score."""
    terms = _terms(portrait, lang)
    score = logit(portrait.finding.score)
    total = sum(weight for _, weight in terms)
    told = portrait.prior_log_odds
    prior = told if told is not None and isfinite(told) else score - total
    bars = [Bar(name=word("prior", lang), start=0.0, end=prior, kind="level")]
    place = prior
    for name, weight in terms:
        bars.append(Bar(name=name, start=place, end=place + weight, kind=_side(weight)))
        place += weight
    if abs(score - place) > _CALIBRATION_VISIBLE:
        change = word("calibration", lang)
        bars.append(Bar(name=change, start=place, end=score, kind=_side(score - place)))
    bars.append(Bar(name=word("score", lang), start=0.0, end=score, kind="level"))
    return tuple(bars)


def _side(weight: float) -> str:
    return "for" if weight >= 0 else "against"


def _terms(portrait: Portrait, lang: Lang) -> list[tuple[str, float]]:
    evidence = sorted(portrait.finding.evidence, key=lambda e: -_size(e.weight))
    named = [(say(portrait.name(e.code), lang), _finite(e.weight)) for e in evidence]
    kept, rest = named[:MAX_TERMS], named[MAX_TERMS:]
    if rest:
        kept.append((word("other_terms", lang, n=len(rest)), sum(w for _, w in rest)))
    return kept


def _finite(weight: float) -> float:
    return weight if isfinite(weight) else 0.0


def _size(weight: float) -> float:
    return abs(_finite(weight))


def draw_waterfall(portrait: Portrait, lang: Lang, key: str) -> Figure:
    """The reasons as steps from the prior to the score.

    Args:
        portrait: What to draw.
        lang: Language of the labels.
        key: A name that is unique on the page.
    """
    bars = waterfall_bars(portrait, lang)
    title = word("waterfall_title", lang)
    description = word(
        "waterfall_text",
        lang,
        prior=probability(odds_probability(bars[0].end)),
        score=probability(portrait.finding.score),
        n=len(portrait.finding.evidence),
    )

    def draw(width: float, name: str) -> str:
        return _draw(bars, width, title, description, name)

    wide, narrow = both_widths(draw, key)
    return Figure(
        title=title, description=description, wide=wide, narrow=narrow, table=_table(bars, lang)
    )


def _table(bars: tuple[Bar, ...], lang: Lang) -> Table:
    head = (word("term", lang), word("log_odds", lang), word("probability_after", lang))
    rows = tuple(
        (
            bar.name,
            signed(bar.end if bar.kind == "level" else bar.change),
            probability(odds_probability(bar.end)),
        )
        for bar in bars
    )
    return Table(head=head, rows=rows)


def _draw(bars: tuple[Bar, ...], width: float, title: str, description: str, key: str) -> str:
    narrow = width < 500
    pitch, top = (38.0, 30.0) if narrow else (27.0, 34.0)
    left, right = (4.0, width - 54.0) if narrow else (232.0, width - 66.0)
    low = min(0.0, *(min(bar.start, bar.end) for bar in bars))
    high = max(0.0, *(max(bar.start, bar.end) for bar in bars))
    scale = Linear(low=low, high=high, start=left, end=right)
    bottom = top + pitch * len(bars)
    parts = [_axis(scale, top, bottom)]
    for index, bar in enumerate(bars):
        y = top + pitch * index
        parts.append(_row(bar, scale, y, pitch, width))
        if index + 1 < len(bars):
            x = scale(bar.end)
            parts.append(line(x, y + pitch - 6, x, y + 2 * pitch - 6, "link"))
    return drawing(
        *parts, width=width, height=bottom + 26, title=title, description=description, key=key
    )


def _row(bar: Bar, scale: Linear, y: float, pitch: float, width: float) -> str:
    narrow = width < 500
    x1, x2 = sorted((scale(bar.start), scale(bar.end)))
    name_x, name_y, room = (scale.start, y + 14, 27.0) if narrow else (0.0, y + pitch - 9, 18.0)
    strong = " strong" if bar.kind == "level" else ""
    written = signed(bar.end if bar.kind == "level" else bar.change)
    return (
        label(name_x, name_y, bar.name, "t" + strong, room_em=room)
        + rect(x1, y + pitch - 19, max(x2 - x1, 1.5), 13, bar.kind)
        + label(width, y + pitch - 9, written, "t num" + strong, anchor="end")
    )


def _tick(value: float) -> str:
    return ("+" if value > 0 else "") + number(value)


def _axis(scale: Linear, top: float, bottom: float) -> str:
    """Probability above, log-odds below; the same places."""
    parts: list[str] = []
    seen = -1e9
    for p in _PROBABILITIES:
        x = scale(logit(p))
        if scale.low <= logit(p) <= scale.high and x - seen >= 44:
            parts.append(line(x, top - 6, x, bottom, "grid"))
            parts.append(label(x, top - 12, probability(p), "t faint", anchor="middle"))
            seen = x
    count = max(int((scale.end - scale.start) // 80), 2)
    for tick in nice_ticks(scale.low, scale.high, count):
        x = scale(tick)
        parts.append(line(x, bottom, x, bottom + 4, "axis"))
        parts.append(label(x, bottom + 18, _tick(tick), "t faint", anchor="middle"))
    zero = scale(0.0)
    return "".join(parts) + line(zero, top - 6, zero, bottom, "axis")
