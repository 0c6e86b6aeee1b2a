"""Page: findings as single HTML files. No request leaves the page; both languages are in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from noroshi import __version__
from noroshi.relay.explain.charts import Figure, Ranked, draw_ranking
from noroshi.relay.explain.language import GAP, LANGS, Audience, Lang, printable
from noroshi.relay.explain.portrait import Portrait
from noroshi.relay.explain.quantity import clients, number, probability, span
from noroshi.relay.explain.report import Summary, Truth
from noroshi.relay.explain.sheet import (
    Fact,
    shielded,
    subject_text,
    tells_few,
    window_text,
    write_sheet,
)
from noroshi.relay.explain.wording import class_name, is_hostile, word
from noroshi.spine.model import Finding

REASONS_IN_LIST = 2
"""Reasons that a row of the report tells; the portrait has them all."""

_PERCENT = re.compile("(?<=[0-9]) (?=%)")


MAX_LIST_ROWS = 200
"""Findings that a report lists; the rest is counted. Totals are over all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One finding in the list of a report."""

    subject: str
    class_name: str
    hostile: bool
    probability: str
    percent: float
    clients: str
    reasons: tuple[str, ...]
    href: str
    outcome: str
    outcome_name: str
    truth: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A report in the words of one language."""

    title: str
    verdict: str
    truth_verdict: str
    facts: tuple[Fact, ...]
    figure: Figure
    rows: tuple[ListRow, ...]
    rows_left_out: int
    missed: tuple[tuple[str, str], ...]
    window: str
    command: str


def render_portrait(portrait: Portrait, lang: Lang = "ja", audience: Audience = "inside") -> str:
    """One finding as a page.

    Args:
        portrait: The finding with what is needed to draw it.
        lang: The language that shows first; the other is one click away, in the same file.
        audience: `outside` leaves client rows out and shows counts of clients below 3 as "<3".
    """
    return render_portraits([portrait], lang, audience)


def render_portraits(
    portraits: Sequence[Portrait], lang: Lang = "ja", audience: Audience = "inside"
) -> str:
    """Several findings about one address as a page, one below the other.

    Args:
        portraits: At least one.
        lang: The language that shows first.
        audience: As for one portrait.

    Raises:
        ValueError: There is no portrait.
    """
    if not portraits:
        raise ValueError("a page needs a portrait")
    sheets = {
        each: [
            (f"{each}-f{index}", write_sheet(portrait, each, audience, f"{each}-f{index}"))
            for index, portrait in enumerate(portraits, 1)
        ]
        for each in LANGS
    }
    title = f"{subject_text(portraits[0].finding)} – {word('kind', lang)}"
    template = _templates().get_template("portrait.html.j2")
    return template.render(_shared(lang, audience, title) | {"sheets": sheets})


def render_report(  # noqa: PLR0913  # the findings, what is known of them, and two ways to show them
    findings: Sequence[Finding],
    portraits: Mapping[str, Portrait] | Sequence[Portrait],
    summary: Summary,
    truth: Truth | None = None,
    lang: Lang = "ja",
    *,
    audience: Audience = "inside",
    links: Mapping[str, str] | None = None,
) -> str:
    """Many findings as a page: a ranked list, and the portraits below it.

    Args:
        findings: What was concluded, in any order; ranked here by score.
        portraits: Portraits to put into the same file, by finding id or in any order.
        summary: The run.
        truth: In the lab: the planted servers; adds a column and the totals.
        lang: The language that shows first; the other is one click away, in the same file.
        audience: `outside` leaves client rows out and shows counts of clients below 3 as "<3".
        links: Addresses of portraits that lie beside the report, by finding id.
    """
    drawn = list(portraits.values() if isinstance(portraits, Mapping) else portraits)
    ranked = sorted(findings, key=lambda finding: (-finding.score, subject_text(finding)))
    order = {finding.id: index for index, finding in enumerate(ranked)}
    drawn.sort(key=lambda portrait: order.get(portrait.finding.id, len(order)))
    anchors = {portrait.finding.id: f"f{index}" for index, portrait in enumerate(drawn, 1)}
    report = _Report(
        findings=ranked, summary=summary, truth=truth, audience=audience,
        anchors=anchors, links=links or {},
    )  # fmt: skip
    views = {each: _overview(report, each) for each in LANGS}
    sheets = {
        each: [
            (
                anchors[p.finding.id],
                write_sheet(p, each, audience, f"{each}-{anchors[p.finding.id]}"),
            )
            for p in drawn
        ]
        for each in LANGS
    }
    template = _templates().get_template("report.html.j2")
    context = _shared(lang, audience, views[lang].title) | {"views": views, "sheets": sheets}
    return template.render(context)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    findings: list[Finding]
    summary: Summary
    truth: Truth | None
    audience: Audience
    anchors: Mapping[str, str]
    links: Mapping[str, str]

    @property
    def listed(self) -> int:
        return sum(1 for f in self.findings if f.score >= self.summary.threshold)

    def outcome(self, finding: Finding) -> str:
        return self.truth.outcome(finding, self.summary.threshold).value if self.truth else ""


def _overview(report: _Report, lang: Lang) -> Overview:
    summary = report.summary
    title = summary.title
    return Overview(
        title=(title.ja if lang == "ja" else title.en) if title else word("report_title", lang),
        verdict=word(
            "report_verdict",
            lang,
            servers=number(summary.servers),
            n=report.listed,
            threshold=probability(summary.threshold),
        ),
        truth_verdict=_truth_verdict(report, lang),
        facts=_facts(report, lang),
        figure=_ranking(report, lang),
        rows=tuple(_row(report, finding, lang) for finding in report.findings[:MAX_LIST_ROWS]),
        rows_left_out=max(len(report.findings) - MAX_LIST_ROWS, 0),
        missed=_missed(report, lang),
        window=window_text(summary.window, lang),
        command=summary.command,
    )


def _truth_verdict(report: _Report, lang: Lang) -> str:
    if report.truth is None:
        return ""
    threshold, total = report.summary.threshold, len(report.truth.servers)
    missed = len(report.truth.missed(report.findings, threshold))
    false = len(report.truth.false(report.findings, threshold))
    return word("report_truth", lang, total=total, found=total - missed, missed=missed, false=false)


def _facts(report: _Report, lang: Lang) -> tuple[Fact, ...]:
    summary = report.summary
    facts = [
        Fact(name=word("listed", lang), value=number(report.listed)),
        Fact(name=word("servers", lang), value=number(summary.servers)),
        Fact(name=word("subscribers", lang), value=clients(summary.subscribers, report.audience)),
        Fact(name=word("flows", lang), value=number(summary.flows)),
    ]
    if summary.seconds is not None:
        facts.append(Fact(name=word("seconds", lang), value=span(summary.seconds, lang)))
    return tuple(facts)


def _ranking(report: _Report, lang: Lang) -> Figure:
    rows = [
        Ranked(
            name=subject_text(finding),
            class_name=class_name(finding.label, lang),
            score=finding.score,
            hostile=is_hostile(finding.label),
            outcome=report.outcome(finding) if rank < MAX_LIST_ROWS else "",
        )
        for rank, finding in enumerate(report.findings)
    ]
    return draw_ranking(rows, report.summary.threshold, lang, f"{lang}-ranking")


def _row(report: _Report, finding: Finding, lang: Lang) -> ListRow:
    outcome = report.outcome(finding)
    anchor = report.anchors.get(finding.id)
    return ListRow(
        subject=subject_text(finding),
        class_name=class_name(finding.label, lang),
        hostile=is_hostile(finding.label),
        probability=probability(finding.score),
        percent=round(100 * finding.score, 1),
        clients=clients(finding.clients, report.audience),
        reasons=_main_reasons(report, finding, lang),
        href=f"#{lang}-{anchor}" if anchor else report.links.get(finding.id, ""),
        outcome=outcome,
        outcome_name=word(outcome, lang) if outcome else "",
        truth=_family(report, finding, lang),
    )


def _main_reasons(report: _Report, finding: Finding, lang: Lang) -> tuple[str, ...]:
    shown = finding.grounds[:REASONS_IN_LIST]
    outside = report.audience == "outside"
    few = [outside and tells_few(e.value, e.unit) for e in shown]
    return tuple(
        word("few_clients", lang) if hide else shielded(e.text, finding, lang, report.audience)
        for e, hide in zip(shown, few, strict=True)
    )


def _family(report: _Report, finding: Finding, lang: Lang) -> str:
    if report.truth is None:
        return ""
    planted = report.truth.of(finding)
    if planted is None:
        return word("not_planted", lang)
    return planted.family.ja if lang == "ja" else planted.family.en


def _missed(report: _Report, lang: Lang) -> tuple[tuple[str, str], ...]:
    if report.truth is None:
        return ()
    servers = report.truth.missed(report.findings, report.summary.threshold)
    return tuple((str(s), s.family.ja if lang == "ja" else s.family.en) for s in servers)


def _shared(lang: Lang, audience: Audience, title: str) -> dict[str, object]:
    return {
        "lang": lang,
        "langs": LANGS,
        "audience": audience,
        "title": title,
        "version": __version__,
        "word": word,
        "gap": GAP,
        "style": _style(),
    }


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("noroshi.relay.explain"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )


def _shown(value: object) -> object:
    """What the page shows of a value: without control characters, percent signs kept by their number."""
    return _PERCENT.sub("\u00a0", printable(value)) if type(value) is str else value


@cache
def _style() -> str:
    loader = _templates().loader
    assert loader is not None
    return loader.get_source(_templates(), "page.css")[0]
