"""Strip: every contact of every client over time. Too many to tell apart are binned, and it says so."""

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from noroshi.relay.explain.charts.figure import WIDE, Figure, Table, both_widths
from noroshi.relay.explain.charts.scale import Linear
from noroshi.relay.explain.charts.svg import boxes, drawing, label, line
from noroshi.relay.explain.charts.timeaxis import bin_step_s, day_of, draw_time_axis
from noroshi.relay.explain.language import GAP, Audience, Lang
from noroshi.relay.explain.portrait import Contacts, Portrait
from noroshi.relay.explain.quantity import number, span, stamp_ms
from noroshi.relay.explain.wording import client_name, word
from noroshi.spine.model import Window

MAX_ROWS = 16
"""Clients with a row of their own; further clients share the last row."""
MARK_WIDTH = 2.4
"""Width of the shortest mark; a row with more marks than fit side by side is binned."""
BIN_WIDTH = 4.0
"""Width of a bin in a binned row."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row:
    """One row of the strip: its name, and which contacts belong to it."""

    name: str
    mine: Mask

    @property
    def count(self) -> int:
        """How many contacts belong to it."""
        return int(self.mine.sum())


def inside_window(portrait: Portrait) -> Mask:
    """Which contacts start in the window."""
    start = portrait.contacts.start_ms
    return (start >= portrait.window.start_ms) & (start < portrait.window.end_ms)


def strip_rows(portrait: Portrait, lang: Lang, audience: Audience) -> tuple[Row, ...]:
    """Clients with their contacts; one row for all where the page leaves the operator."""
    drawn, index = inside_window(portrait), portrait.contacts.client_index
    if audience == "outside":
        return (Row(name=word("all_clients", lang), mine=drawn),)
    own = portrait.clients[:MAX_ROWS]
    rows = [
        Row(name=client_name(client.number, lang), mine=drawn & (index == i))
        for i, client in enumerate(own)
    ]
    rest = drawn & (index >= len(own))
    if rest.any():
        others = len(np.unique(index[rest]))
        rows.append(Row(name=word("other_clients", lang, n=others), mine=rest))
    return tuple(rows)


def draw_strip(portrait: Portrait, lang: Lang, audience: Audience, key: str) -> Figure:
    """Contacts over time, a row for each client.

    Args:
        portrait: What to draw.
        lang: Language of the labels.
        audience: Outside, all clients share one row.
        key: A name that is unique on the page.
    """
    rows = strip_rows(portrait, lang, audience)
    title = word("strip_title", lang)
    description = _describe(portrait, lang)

    def draw(width: float, name: str) -> str:
        parts, height = _plot(portrait, rows, width, lang)
        return drawing(
            parts, width=width, height=height, title=title, description=description, key=name
        )

    wide, narrow = both_widths(draw, key)
    return Figure(
        title=title,
        description=description,
        wide=wide,
        narrow=narrow,
        table=_table(portrait, rows, lang, audience),
        note=_note(portrait, rows, lang),
        empty=not inside_window(portrait).any(),
    )


def _describe(portrait: Portrait, lang: Lang) -> str:
    drawn = inside_window(portrait)
    total = int(drawn.sum())
    if not total:
        return word("strip_none", lang)
    unanswered = int((drawn & ~portrait.contacts.answered).sum())
    return word(
        "strip_text",
        lang,
        n=number(total),
        day=day_of(portrait.window),
        unanswered=number(unanswered),
    )


def _note(portrait: Portrait, rows: tuple[Row, ...], lang: Lang) -> str:
    notes = []
    scale = _scale(portrait, WIDE)
    if any(_is_crowded(row, scale) for row in rows):
        notes.append(word("strip_binned", lang, span=span(_step_s(scale), lang)))
    if outside := len(portrait.contacts) - int(inside_window(portrait).sum()):
        notes.append(word("strip_outside", lang, n=number(outside)))
    return GAP[lang].join(notes)


def _scale(portrait: Portrait, width: float) -> Linear:
    window = portrait.window
    start = 66.0 if width < 500 else 104.0
    return Linear(
        low=float(window.start_ms), high=float(window.end_ms), start=start, end=width - 58
    )


def _step_s(scale: Linear) -> float:
    """Length of a bin: a round time at least `BIN_WIDTH` wide."""
    window = Window.of_ms(int(scale.low), int(scale.high))
    return bin_step_s(window, int((scale.end - scale.start) / BIN_WIDTH))


def _is_crowded(row: Row, scale: Linear) -> bool:
    return row.count * (MARK_WIDTH + 1) > scale.end - scale.start


def _plot(portrait: Portrait, rows: tuple[Row, ...], width: float, lang: Lang) -> tuple[str, float]:
    window = portrait.window
    pitch, top = (64.0 if len(rows) == 1 else 26.0), 24.0
    bottom = top + pitch * max(len(rows), 1) + 4
    scale = _scale(portrait, width)
    parts = [_key(scale.start, lang), draw_time_axis(window, scale, top, bottom)]
    parts.append(label(width, 12, word("contacts", lang), "t faint", anchor="end"))
    for index, row in enumerate(rows):
        floor = top + pitch * (index + 1)
        parts.append(line(scale.start, floor, scale.end, floor, "axis"))
        parts.append(label(scale.start - 8, floor - 5, row.name, "t", anchor="end", room_em=7.6))
        parts.append(label(width, floor - 5, number(row.count), "t num", anchor="end"))
        draw = _binned if _is_crowded(row, scale) else _marks
        parts.append(draw(portrait.contacts, row, scale, floor, pitch - 8))
    if not rows or not any(row.mine.any() for row in rows):
        middle = (scale.start + scale.end) / 2
        parts.append(label(middle, bottom - 14, word("nothing", lang), "t faint", anchor="middle"))
    return "".join(parts), bottom + 40


def _marks(contacts: Contacts, row: Row, scale: Linear, floor: float, height: float) -> str:
    """One mark per contact: length is duration, hollow is unanswered."""
    tall = min(height, 13.0)
    durations = np.nan_to_num(contacts.duration_s[row.mine], nan=0.0, posinf=0.0, neginf=0.0)
    starts = contacts.start_ms[row.mine].astype(np.float64)
    ends = starts + 1000 * np.clip(durations, 0.0, 1e12)
    solid, hollow = [], []
    for start, end, answered in zip(starts, ends, contacts.answered[row.mine], strict=True):
        x = scale(float(start))
        length = max(scale(float(end)) - x, MARK_WIDTH)
        if answered:
            solid.append((x, floor - tall - 1, length, tall))
        else:
            hollow.append((x + 0.5, floor - tall - 0.5, max(length, 3.0), tall - 1))
    return boxes(solid, "mark") + boxes(hollow, "hollow")


def _bin_counts(
    contacts: Contacts, row: Row, scale: Linear
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Contacts per bin, and the answered ones among them."""
    step_ms = 1000 * _step_s(scale)
    bins = max(ceil((scale.high - scale.low) / step_ms), 1)
    places = (contacts.start_ms[row.mine] - int(scale.low)) // int(step_ms)
    every = np.bincount(places, minlength=bins)
    answered = np.bincount(places[contacts.answered[row.mine]], minlength=bins)
    return every.astype(np.int64), answered.astype(np.int64)


def _binned(contacts: Contacts, row: Row, scale: Linear, floor: float, height: float) -> str:
    """One bar per bin: height is the count against the row's fullest, hollow was not answered."""
    every, answered = _bin_counts(contacts, row, scale)
    fullest = max(int(every.max()), 1)
    step_ms = 1000 * _step_s(scale)
    step = scale(scale.low + step_ms) - scale.start
    solid, hollow = [], []
    for index in np.flatnonzero(every):
        x = scale.start + step * int(index)
        tall = max(height * int(every[index]) / fullest, 1.2)
        full = tall * int(answered[index]) / int(every[index])
        if full > 0:
            solid.append((x + 0.4, floor - full, step - 0.8, full))
        if tall - full > 0.4:
            hollow.append((x + 0.8, floor - tall, step - 1.6, tall - full))
    return boxes(solid, "mark") + boxes(hollow, "hollow")


def _key(left: float, lang: Lang) -> str:
    gap = 110 if lang == "en" else 96
    return (
        boxes([(left, 2, 5, 11)], "mark")
        + label(left + 11, 12, word("answered", lang), "t faint")
        + boxes([(left + gap, 2.5, 5, 10)], "hollow")
        + label(left + gap + 11, 12, word("unanswered", lang), "t faint")
    )


def _table(portrait: Portrait, rows: tuple[Row, ...], lang: Lang, audience: Audience) -> Table:
    names = ("client", "contacts", "answered", "first", "last", "median_length")
    head = tuple(word(name, lang) for name in names)
    every = rows if audience == "outside" else _all_rows(portrait, lang)
    return Table(head=head, rows=tuple(_table_row(portrait.contacts, row, lang) for row in every))


def _all_rows(portrait: Portrait, lang: Lang) -> tuple[Row, ...]:
    drawn, index = inside_window(portrait), portrait.contacts.client_index
    return tuple(
        Row(name=client_name(client.number, lang), mine=drawn & (index == i))
        for i, client in enumerate(portrait.clients[:200])
    )


def _table_row(contacts: Contacts, row: Row, lang: Lang) -> tuple[str, ...]:
    total = row.count
    if not total:
        return (row.name, "0", "–", "–", "–", "–")
    starts = contacts.start_ms[row.mine]
    lengths = np.nan_to_num(contacts.duration_s[row.mine], nan=0.0, posinf=0.0, neginf=0.0)
    return (
        row.name,
        number(total),
        number(int(contacts.answered[row.mine].sum())),
        stamp_ms(int(starts.min())),
        stamp_ms(int(starts.max())),
        span(float(np.median(np.clip(lengths, 0, None))), lang),
    )
