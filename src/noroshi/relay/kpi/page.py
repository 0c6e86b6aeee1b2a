"""Page: the review sheets as one HTML file that prints on one page of A4 a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from noroshi import __version__
from noroshi.relay.kpi.programme import Kind, Sheet
from noroshi.relay.kpi.result import Result
from noroshi.relay.kpi.wording import WORDS, amount, percent, review, yen
from noroshi.spine.model import Language
from noroshi.spine.model.fiscal import JAPAN

MOST_AT_EASE = 8
"""Figures of a sheet that fill one page of A4 in the ordinary size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is printed.

    Attributes:
        year: Fiscal year.
        at: When it is printed.
        producer: Who answers for it.
        sheets: Each sheet with its lines.
        rows_url: Address of the rows behind a figure, with `{name}`; empty to tell the command.
    """

    year: int
    at: datetime
    producer: str
    sheets: Sequence[tuple[Sheet, Sequence[Result]]]
    rows_url: str = ""


def render_report(report: Report, language: Language) -> str:
    """The sheets as one HTML text; it asks for nothing from outside."""
    return _template().render(
        report=report,
        language=language,
        words=WORDS[language],
        version=__version__,
        printed=report.at.astimezone(JAPAN),
        sheets=[_shown(sheet, lines, report, language) for sheet, lines in report.sheets],
    )


def _shown(
    sheet: Sheet, lines: Sequence[Result], report: Report, language: Language
) -> dict[str, object]:
    costs = [line.cost_yen for line in lines if line.cost_yen is not None]
    return {
        "title": sheet.title.said(language),
        "dense": len(lines) > MOST_AT_EASE,
        "purpose": sheet.purpose.said(language),
        "outline": sheet.outline.said(language),
        "spent": yen(sum(costs), language) if costs else WORDS[language]["none"],
        "groups": [
            (WORDS[language][kind.value], [_line(line, report, language) for line in found])
            for kind in Kind
            if (found := [line for line in lines if line.figure.kind is kind])
        ],
        "costs": [
            _cost(line, language) for line in lines if line.figure.per
        ],
        "review": review(lines, language),
    }  # fmt: skip


def _line(line: Result, report: Report, language: Language) -> dict[str, object]:
    measure = line.measure
    return {
        "name": line.figure.name,
        "title": line.figure.title.said(language),
        "definition": line.figure.definition.said(language),
        "unit": line.figure.unit.said(language),
        "target": amount(line.target, line.figure),
        "result": amount(line.value, line.figure) if measure else WORDS[language]["no_data"],
        "parts": f"{measure.numerator:,.0f} / {measure.denominator:,.0f}"
        if measure and measure.denominator is not None
        else "",
        "interval": f"{percent(measure.low)}–{percent(measure.high)} %"
        if measure and measure.low is not None and measure.high is not None
        else "",
        "achievement": "–" if line.achievement is None else f"{percent(line.achievement)} %",
        "bar": min(100.0, 100 * (line.achievement or 0)),
        "reached": line.is_reached,
        "has_data": measure is not None,
        "url": report.rows_url.format(name=line.figure.name) if report.rows_url else "",
        "query": measure.query if measure else "",
        "counted_at": line.counted_at.astimezone(JAPAN) if line.counted_at else None,
    }


def _cost(line: Result, language: Language) -> dict[str, object]:
    words = WORDS[language]
    return {
        "title": line.figure.title.said(language),
        "per": line.figure.each.said(language),
        "cost": words["none"] if line.cost_yen is None else yen(line.cost_yen, language),
        "unit_cost": words["none"]
        if line.unit_cost_yen is None
        else yen(line.unit_cost_yen, language),
    }


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("noroshi.relay.kpi"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("report.html.j2")
