"""Ranking: the findings of a report at a glance, strongest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from noroshi.relay.explain.charts.figure import Figure, Table, both_widths
from noroshi.relay.explain.charts.scale import Linear
from noroshi.relay.explain.charts.svg import drawing, label, line, rect, tag
from noroshi.relay.explain.language import Lang
from noroshi.relay.explain.quantity import probability
from noroshi.relay.explain.wording import word

MAX_ROWS = 40
"""Bars of the picture; further findings stand in the list only."""

OUTCOME_MARKS = {"found": "●", "false": "✕", "missed": "○", "quiet": ""}
"""Shapes that differ without colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One bar.

    Attributes:
        name: The server.
        class_name: Its class, for people.
        score: Probability that it is a C&C server.
        hostile: Whether its class is a C&C class.
        outcome: What the truth says (`found`, `false`, `missed`, `quiet`); empty without truth.
    """

    name: str
    class_name: str
    score: float
    hostile: bool
    outcome: str = ""


def draw_ranking(rows: Sequence[Ranked], threshold: float, lang: Lang, key: str) -> Figure:
    """Probability bars with the threshold.

    Args:
        rows: Findings, highest score first.
        threshold: Probability from which a server is listed.
        lang: Language of the labels.
        key: A name that is unique on the page.
    """
    title = word("ranking_title", lang)
    listed = sum(1 for row in rows if row.score >= threshold)
    description = word(
        "ranking_text", lang, n=len(rows), listed=listed, threshold=probability(threshold)
    )

    def draw(width: float, name: str) -> str:
        parts, height = _plot(rows[:MAX_ROWS], threshold, width, lang)
        return drawing(
            parts, width=width, height=height, title=title, description=description, key=name
        )

    wide, narrow = both_widths(draw, key)
    more = len(rows) - MAX_ROWS
    return Figure(
        title=title,
        description=description,
        wide=wide,
        narrow=narrow,
        table=_table(rows, lang),
        note=word("ranking_more", lang, n=more) if more > 0 else "",
        empty=not rows,
    )


def _table(rows: Sequence[Ranked], lang: Lang) -> Table:
    head = (word("server", lang), word("class", lang), word("probability", lang))
    return Table(head=head, rows=tuple((r.name, r.class_name, probability(r.score)) for r in rows))


def _plot(rows: Sequence[Ranked], threshold: float, width: float, lang: Lang) -> tuple[str, float]:
    if not rows:
        return label(width / 2, 40, word("nothing", lang), "t faint", anchor="middle"), 70.0
    narrow = width < 500
    pitch, top = (42.0, 26.0) if narrow else (26.0, 26.0)
    left, right = (2.0, width - 74.0) if narrow else (366.0, width - 78.0)
    scale = Linear(low=0, high=1, start=left, end=right)
    bottom = top + pitch * len(rows)
    drawn = [_row(row, scale, top + pitch * i, pitch, width) for i, row in enumerate(rows)]
    return "".join([_axis(scale, threshold, top, bottom, lang), *drawn]), bottom + 26


def _axis(scale: Linear, threshold: float, top: float, bottom: float, lang: Lang) -> str:
    parts = []
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = scale(tick)
        parts.append(line(x, top - 4, x, bottom, "axis" if tick == 0 else "grid"))
        parts.append(label(x, bottom + 18, f"{tick * 100:.0f} %", "t faint", anchor="middle"))
    x = scale(threshold)
    parts.append(line(x, top - 8, x, bottom, "threshold"))
    parts.append(label(x, top - 12, word("threshold", lang), "t faint", anchor="middle"))
    return "".join(parts)


def _row(row: Ranked, scale: Linear, y: float, pitch: float, width: float) -> str:
    narrow = width < 500
    kind = "for" if row.hostile else "calm"
    bar = rect(scale.start, y + pitch - 19, scale(row.score) - scale.start, 12, kind)
    end = label(scale.end + 46, y + pitch - 9, probability(row.score), "t num", anchor="end")
    mark = label(width - 8, y + pitch - 9, OUTCOME_MARKS.get(row.outcome, ""), "t", anchor="middle")
    if narrow:
        class_at = label(width, y + 15, row.class_name, "t faint", anchor="end", room_em=12)
        return tag("g", label(2, y + 15, row.name, "t", room_em=18), class_at, bar, end, mark)
    class_at = label(206, y + pitch - 9, row.class_name, "t faint", room_em=13.8)
    return tag(
        "g", label(0, y + pitch - 9, row.name, "t num", room_em=16.5), class_at, bar, end, mark
    )
