"""Terminal: the same finding for people at a prompt."""

from collections.abc import Sequence
from datetime import UTC
from itertools import pairwise

import numpy as np
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from noroshi.relay.explain.charts.intervals import shares
from noroshi.relay.explain.charts.strip import Row, inside_window, strip_rows
from noroshi.relay.explain.language import GAP, Audience, Lang
from noroshi.relay.explain.portrait import Histogram, Portrait
from noroshi.relay.explain.quantity import JST, moment, number, probability, span
from noroshi.relay.explain.sheet import Sheet, write_sheet
from noroshi.relay.explain.wording import word

BLOCKS = " ▁▂▃▄▅▆▇█"
"""Eighths of a cell, from nothing to full."""
MAX_WIDTH = 110
"""Lines longer than this are hard to read, however wide the terminal."""
HISTOGRAM_ROWS = 14
"""Bars of the interval histogram; bins are joined to fit."""
_LEFT = 14


def print_portrait(
    console: Console, portrait: Portrait, lang: Lang = "en", audience: Audience = "inside"
) -> None:
    """Print one finding: verdict, reasons, contacts over time, gaps.

    Args:
        console: Where to; its width is respected down to 60 columns.
        portrait: What to tell.
        lang: Language.
        audience: Outside, client rows are left out and counts below 3 shown as "<3".
    """
    width = max(min(console.width, MAX_WIDTH), 60)
    sheet = write_sheet(portrait, lang, audience, "terminal")
    parts: list[RenderableType] = [
        _head(sheet, portrait, lang),
        _heading("why", lang),
        _reasons(sheet, lang),
        _heading("change", lang),
        Padding(Styled(sheet.change), (0, 2)),
        _heading("strip_title", lang),
        _strip(portrait, lang, audience, width),
        _heading("intervals_title", lang),
        _histogram(portrait.intervals, lang, width),
        _heading("repeat", lang),
        *(
            Styled(command, style="dim", no_wrap=True, overflow="ignore")
            for command in sheet.commands
        ),
    ]
    console.print(Group(*parts), width=width, highlight=False)


def _heading(key: str, lang: Lang) -> Styled:
    return Styled(f"\n{word(key, lang)}", style="bold")


def _head(sheet: Sheet, portrait: Portrait, lang: Lang) -> Group:
    sure = portrait.finding.score >= 0.5
    facts = "   ".join(f"{fact.name} {fact.value}" for fact in sheet.facts[1:5])
    verdict = Styled(sheet.verdict) + Styled(f"{GAP[lang]}{sheet.because}", style="dim")
    return Group(
        Styled(sheet.subject, style="bold red" if sure else "bold"),
        verdict,
        Styled(facts, style="dim"),
    )


def _reasons(sheet: Sheet, lang: Lang) -> Table:
    table = Table(box=None, padding=(0, 2), pad_edge=True, header_style="dim", expand=True)
    table.add_column(word("reason", lang), ratio=1, overflow="fold")
    for key in ("measured", "usual", "log_odds"):
        table.add_column(word(key, lang), justify="right", no_wrap=True)
    for reason in sheet.reasons:
        colour = "red" if reason.share >= 0 else "blue"
        named = Styled(reason.name, style="bold") + Styled(f"\n{reason.sentence}", style="not bold")
        weight = Styled(f"{reason.weight}\n{_bar(abs(reason.share), 8)}", style=colour)
        table.add_row(named, Styled(reason.measured), Styled(reason.usual, style="dim"), weight)
    return table


def _bar(part: float, cells: int) -> str:
    """A horizontal bar of at most `cells` cells, in eighths."""
    eighths = round(min(max(part, 0.0), 1.0) * cells * 8)
    return "█" * (eighths // 8) + (" ▏▎▍▌▋▊▉"[eighths % 8] if eighths % 8 else "")


def sparkline(counts: Sequence[float], fullest: float) -> str:
    """Counts as blocks; anything above zero is at least the lowest block."""
    if fullest <= 0:
        return " " * len(counts)
    steps = [max(1, round(8 * min(count / fullest, 1.0))) if count > 0 else 0 for count in counts]
    return "".join(BLOCKS[step] for step in steps)


def _strip(portrait: Portrait, lang: Lang, audience: Audience, width: int) -> RenderableType:
    rows = strip_rows(portrait, lang, audience)
    if not inside_window(portrait).any():
        return Styled(f"  {word('strip_none', lang)}", style="dim")
    cells = width - _LEFT - 10
    table = Table(box=None, show_header=False, padding=(0, 1), pad_edge=False)
    table.add_column(width=_LEFT - 2, justify="right", no_wrap=True)
    table.add_column(width=cells, no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    for row in rows:
        counts = _counts(portrait, row, cells)
        line = sparkline(counts.tolist(), float(counts.max()))
        table.add_row(Styled(row.name), Styled(line, style="cyan"), number(int(counts.sum())))
    jst, utc = _ends(portrait, cells)
    table.add_row(Styled("JST", style="dim"), Styled(jst, style="dim"), "")
    table.add_row(Styled("UTC", style="dim"), Styled(utc, style="dim"), "")
    return table


def _counts(portrait: Portrait, row: Row, cells: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    reach = (float(portrait.window.start_ms), float(portrait.window.end_ms))
    starts = portrait.contacts.start_ms[row.mine].astype(np.float64)
    return np.histogram(starts, bins=cells, range=reach)[0].astype(np.int64)


def _ends(portrait: Portrait, cells: int) -> tuple[str, str]:
    """Start and end of the window at the ends of the strip, in both zones."""
    window = portrait.window
    lines = []
    for zone in (JST, UTC):
        first, last = (
            moment(ms).astimezone(zone).strftime("%m-%d %H:%M")
            for ms in (window.start_ms, window.end_ms)
        )
        lines.append(first + " " * max(cells - len(first) - len(last), 1) + last)
    return lines[0], lines[1]


def _histogram(histogram: Histogram, lang: Lang, width: int) -> RenderableType:
    if not sum(histogram.server):
        return Styled(f"  {word('intervals_none', lang)}", style="dim")
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim")
    table.add_column(word("interval", lang), justify="right", no_wrap=True, min_width=_LEFT + 4)
    table.add_column(word("share_server", lang), width=max(width // 3, 16))
    table.add_column("", justify="right", no_wrap=True)
    table.add_column(word("share_background", lang), justify="right", no_wrap=True)
    for low, high, server, background in joined_bins(histogram, HISTOGRAM_ROWS):
        bar = Styled(_bar(server / 100, max(width // 3, 16)), style="cyan")
        name = f"{span(low, lang)} – {span(high, lang)}"
        table.add_row(name, bar, probability(server / 100), Styled(f"{background:.0f} %", "dim"))
    return table


def joined_bins(histogram: Histogram, rows: int) -> tuple[tuple[float, float, float, float], ...]:
    """Bins with gaps of the server in or between them, joined so that at most `rows` remain.

    Returns:
        Lower edge and upper edge in seconds, percent of the server, percent of the background.
    """
    server, background = shares(histogram.server), shares(histogram.background)
    held = [index for index, share in enumerate(server) if share > 0]
    if not held:
        return ()
    first, last = held[0], held[-1] + 1
    step = -(-(last - first) // rows)
    cuts = [*range(first, last, step), last]
    return tuple(
        (histogram.edges_s[a], histogram.edges_s[b], sum(server[a:b]), sum(background[a:b]))
        for a, b in pairwise(cuts)
    )
