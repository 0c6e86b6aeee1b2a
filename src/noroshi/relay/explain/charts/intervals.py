"""Intervals: how long clients wait between contacts, beside how long others wait."""

from collections.abc import Sequence

from noroshi.relay.explain.charts.figure import Figure, Table, both_widths
from noroshi.relay.explain.charts.scale import Linear, Log, nice_ticks
from noroshi.relay.explain.charts.svg import boxes, drawing, label, line, polyline
from noroshi.relay.explain.language import Lang
from noroshi.relay.explain.portrait import Histogram
from noroshi.relay.explain.quantity import number, span
from noroshi.relay.explain.wording import word

_LANDMARKS_S = (
    *(1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1.0, 10.0),
    *(60.0, 600.0, 3_600.0, 21_600.0, 86_400.0, 604_800.0),
    *(2_592_000.0, 31_536_000.0, 315_360_000.0),
)
"""Lengths of time that people know; the ticks of the axis."""

_HEIGHT = 190.0


def shares(counts: Sequence[float]) -> tuple[float, ...]:
    """Counts as percent of their sum; zeros when there are none."""
    largest = max(counts, default=0.0)
    if largest <= 0:
        return (0.0,) * len(counts)
    # By the largest first: a sum of huge counts may overflow.
    scaled = [count / largest for count in counts]
    whole = sum(scaled)
    return tuple(100 * part / whole for part in scaled)


def draw_intervals(histogram: Histogram, lang: Lang, key: str) -> Figure:
    """The histogram of gaps, the background's as an outline.

    Args:
        histogram: Gaps of the server and of all other servers.
        lang: Language of the labels.
        key: A name that is unique on the page.
    """
    server, background = shares(histogram.server), shares(histogram.background)
    title, description = word("intervals_title", lang), _describe(histogram, server, lang)

    def draw(width: float, name: str) -> str:
        parts = _plot(histogram, server, background, width, lang)
        return drawing(
            parts, width=width, height=_HEIGHT + 50, title=title, description=description, key=name
        )

    wide, narrow = both_widths(draw, key)
    return Figure(
        title=title,
        description=description,
        wide=wide,
        narrow=narrow,
        table=_table(histogram, server, background, lang),
        empty=not sum(histogram.server),
    )


def _describe(histogram: Histogram, server: Sequence[float], lang: Lang) -> str:
    gaps = sum(histogram.server)
    if not gaps:
        return word("intervals_none", lang)
    peak = max(range(len(server)), key=lambda index: server[index])
    low, high = histogram.edges_s[peak], histogram.edges_s[peak + 1]
    return word(
        "intervals_text",
        lang,
        n=number(gaps),
        low=span(low, lang),
        high=span(high, lang),
        share=f"{server[peak]:.0f} %",
    )


def _table(
    histogram: Histogram, server: Sequence[float], background: Sequence[float], lang: Lang
) -> Table:
    head = (
        word("interval", lang),
        word("gaps", lang),
        word("share_server", lang),
        word("share_background", lang),
    )
    edges = zip(histogram.edges_s, histogram.edges_s[1:], strict=False)
    rows = tuple(
        (f"{span(low, lang)} – {span(high, lang)}", number(count), f"{s:.1f} %", f"{b:.1f} %")
        for (low, high), count, s, b in zip(
            edges, histogram.server, server, background, strict=True
        )
        if count or b
    )
    return Table(head=head, rows=rows)


def _plot(
    histogram: Histogram,
    server: Sequence[float],
    background: Sequence[float],
    width: float,
    lang: Lang,
) -> str:
    left, right, top, bottom = 42.0, width - 8.0, 30.0, _HEIGHT
    if not histogram.edges_s:
        return label(width / 2, _HEIGHT / 2, word("nothing", lang), "t faint", anchor="middle")
    x = Log(low=histogram.edges_s[0], high=histogram.edges_s[-1], start=left, end=right)
    y = Linear(low=0, high=max(*server, *background, 1.0) * 1.04, start=bottom, end=top)
    edges = [x(edge) for edge in histogram.edges_s]
    bars = [
        (a + 0.5, y(share), max(b - a - 1, 0.6), bottom - y(share))
        for a, b, share in zip(edges, edges[1:], server, strict=False)
        if share > 0
    ]
    steps = [
        (place, y(share))
        for a, b, share in zip(edges, edges[1:], background, strict=False)
        for place in (a, b)
    ]
    outline = [(edges[0], bottom), *steps, (edges[-1], bottom)] if sum(background) else []
    return _axes(x, y, lang) + boxes(bars, "mark") + polyline(outline, "outline") + _key(left, lang)


def _axes(x: Log, y: Linear, lang: Lang) -> str:
    parts = []
    for tick in nice_ticks(y.low, y.high, 4):
        parts.append(line(x.start, y(tick), x.end, y(tick), "axis" if tick == 0 else "grid"))
        parts.append(label(x.start - 6, y(tick) + 4, f"{tick:g} %", "t faint", anchor="end"))
    seen = -1e9
    for tick in _LANDMARKS_S:
        place = x(tick)
        if x.low <= tick <= x.high and place - seen >= 40:
            parts.append(line(place, y.start, place, y.start + 5, "axis"))
            parts.append(
                label(place, y.start + 19, _landmark(tick, lang), "t faint", anchor="middle")
            )
            seen = place
    middle = (x.start + x.end) / 2
    parts.append(
        label(middle, y.start + 42, word("interval_axis", lang), "t faint", anchor="middle")
    )
    return "".join(parts)


def _landmark(seconds: float, lang: Lang) -> str:
    minute = {"ja": "1 分", "en": "1 min"}[lang]
    return minute if seconds == 60 else span(seconds, lang)


def _key(left: float, lang: Lang) -> str:
    second = left + 26 + 13 * max(len(word("this_server", lang)) * (1 if lang == "ja" else 0.56), 4)
    return (
        boxes([(left, 4, 12, 10)], "mark")
        + label(left + 18, 13, word("this_server", lang))
        + polyline([(second, 14), (second, 5), (second + 12, 5), (second + 12, 14)], "outline")
        + label(second + 18, 13, word("all_servers", lang))
    )
