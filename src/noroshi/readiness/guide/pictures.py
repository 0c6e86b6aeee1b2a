"""Pictures: charts of kept results, for the document and the console alike. No result, no picture."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from noroshi.readiness.guide.catalogue import book, catalogue
from noroshi.readiness.guide.charts import Bar, Part, Range, bars, ranges
from noroshi.readiness.guide.reading import Readings, number, rows_of
from noroshi.readiness.guide.score import Scored
from noroshi.spine.model import Language
from noroshi.spine.store.readiness_results import KeptResult, Row

MOST_LINES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One chart.

    Attributes:
        title: What it shows.
        note: How to read it; may be empty.
        svg: The drawing.
        results: What it is drawn from.
    """

    title: str
    note: str
    svg: str
    results: tuple[KeptResult, ...]


def score_picture(scored: Scored, language: Language) -> str:
    """The scores of all technologies, as SVG."""
    lines = []
    for technology in catalogue():
        each = scored.technologies[technology.name]
        text = (
            book().words["no_data"].said(language) if each.value is None else f"{100 * each.value:.0f}"
        )  # fmt: skip
        lines.append(Range(technology.short.said(language), each.value, each.low, each.high, text))
    return ranges(lines, book().words["chart_score"].said(language))


def pictures_of(technology: str, readings: Readings, language: Language) -> list[Picture]:
    """Every chart that the results of a technology allow."""
    return [
        picture
        for result in readings.of_technology(technology)
        for picture in _DRAWERS.get(result.topic, _nothing)(result, language)
    ]


Drawn = Iterator[Picture]


def _said(name: str, language: Language) -> str:
    return book().words[name].said(language)


def _picture(result: KeptResult, title: str, lines: list[Bar], note: str = "") -> Picture:
    return Picture(title=title, note=note, svg=bars(lines, title), results=(result,))


def _nothing(result: KeptResult, language: Language) -> Drawn:  # noqa: ARG001  # as the others
    yield from ()


def _states(result: KeptResult, language: Language) -> Drawn:
    kinds = (("valid", "good"), ("not-found", "level"), ("invalid", "for"))
    lines = []
    for kind, label in (("states", "table_of_routes"), ("own-states", "own_state")):
        for row in rows_of(result, kind):
            counts = {state: number(row.get(state)) or 0.0 for state, _ in kinds}
            total = sum(counts.values()) or 1.0
            parts = tuple(
                Part(100 * counts[state] / total, colour, _said(state, language))
                for state, colour in kinds
            )
            told = " / ".join(f"{counts[state]:,.0f}" for state, _ in kinds)
            own = row.get("origin")
            name = f"AS{own}" if own else _said(label, language)
            lines.append(Bar(name, parts, told))
    if lines:
        yield _picture(result, _said("chart_states", language), lines)


_FATES = {"same-as": "good", "other-as": "warn", "lost": "for"}


def _simulation(result: KeptResult, language: Language) -> Drawn:
    yield from _traffic(result, language)
    yield from _customers(result, language)


def _traffic(result: KeptResult, language: Language) -> Drawn:
    """What changes by fate; nothing where nothing changes."""
    for row in rows_of(result, "total"):
        amounts = {fate: _share(row, fate) for fate in _FATES}
        if any(amounts.values()):
            lines = [
                Bar(
                    _said(fate, language),
                    (Part(amounts[fate], colour, ""),),
                    f"{amounts[fate]:.4%}",
                )
                for fate, colour in _FATES.items()
            ]
            title = f"{_said('chart_fates', language)}: {result.subject}"
            yield _picture(result, title, lines, _said("chart_fates_note", language))


def _customers(result: KeptResult, language: Language) -> Drawn:
    rows = rows_of(result, "customer")
    customers = [(str(row.get("customer")), _share(row, "lost")) for row in rows]
    customers = sorted((one for one in customers if one[1]), key=lambda one: -one[1])
    if customers:
        lines = [
            Bar(name, (Part(share, "for", ""),), f"{share:.4%}")
            for name, share in customers[:MOST_LINES]
        ]
        yield _picture(result, _said("chart_customers", language), lines)


def _share(row: Row, fate: str) -> float:
    shares = row.get("shares")
    return (number(shares.get(fate)) or 0.0) if isinstance(shares, Mapping) else 0.0


def _senders(result: KeptResult, language: Language) -> Drawn:
    for row in result.rows:
        sources = row.get("sources")
        lines = [
            _sender(source, language)
            for source in (sources if isinstance(sources, list) else [])
            if number(source.get("failed"))
        ]
        if lines:
            title = f"{_said('chart_senders', language)}: {result.subject}"
            yield _picture(result, title, lines[:MOST_LINES])


def _sender(source: Row, language: Language) -> Bar:
    messages, failed = number(source.get("messages")) or 0.0, number(source.get("failed")) or 0.0
    forged = source.get("class") in {"spoofer", "unknown"}
    parts = (
        Part(0 if forged else failed, "for", _said("fails", language)),
        Part(failed if forged else 0, "level", _said("forged", language)),
    )
    return Bar(str(source.get("source")), parts, f"{failed:,.0f} / {messages:,.0f}")


def _names(result: KeptResult, language: Language) -> Drawn:
    """Names that would fail, of a rehearsal that tells each with the users it would hit."""
    found = [
        (str(row.get("name")), number(row.get("users")) or 0.0)
        for row in result.rows
        if row.get("name") and row.get("users") is not None
    ]
    found.sort(key=lambda one: -one[1])
    if found:
        lines = [
            Bar(name, (Part(users, "for", ""),), f"{users:,.0f}")
            for name, users in found[:MOST_LINES]
        ]
        yield _picture(result, _said("chart_names", language), lines)


_DRAWERS: dict[str, Callable[[KeptResult, Language], Drawn]] = {
    "rpki.validate": _states,
    "rpki.simulate": _simulation,
    "mail.forecast": _senders,
    "dnssec.rehearse": _names,
}
