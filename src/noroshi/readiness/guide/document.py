"""Document: the guideline as one HTML file that prints as a paper for management to sign.

Every number that was measured carries the number of its run; the last annex lists the runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from noroshi import __version__
from noroshi.readiness.guide.catalogue import Item, Level, Technology, book, catalogue, edition
from noroshi.readiness.guide.pictures import Picture, pictures_of, score_picture
from noroshi.readiness.guide.reading import Figure, Readings, SeenGate
from noroshi.readiness.guide.score import Scored
from noroshi.readiness.guide.state import ItemState
from noroshi.readiness.guide.topic import title_of, topics_of
from noroshi.spine.model import Language
from noroshi.spine.model.fiscal import JAPAN
from noroshi.spine.store.readiness_results import KeptResult

STEPS_ASKED = 5
"""Items in the table of cost."""

PASSED = ".configure"
"""End of topics of texts that a parser may have accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a document is made of.

    Attributes:
        issuer: Who issues it.
        operator: Whose state it tells; empty for the generic guideline of a programme.
        at: When it is made.
        number: Its own number: the run that made it.
        readings: The newest results.
        scored: The score they give.
    """

    issuer: str
    operator: str
    at: datetime
    number: str
    readings: Readings
    scored: Scored

    @property
    def is_generic(self) -> bool:
        """Whether it tells nobody's state."""
        return not self.operator


class Citations:
    """Numbers of the runs, in the order in which figures name them."""

    def __init__(self) -> None:
        self.results: list[KeptResult] = []

    def number(self, result: KeptResult) -> int:
        """The number of a run, counted from 1."""
        known = [each.run for each in self.results]
        if result.run not in known:
            self.results.append(result)
        return known.index(result.run) + 1 if result.run in known else len(self.results)

    def mark(self, *results: KeptResult) -> Markup:
        """Marks that lead to the runs in the annex."""
        numbers = sorted({self.number(result) for result in results})
        links = Markup(",").join(
            Markup('<a href="#run-{0}" data-run="{0}">{0}</a>').format(number) for number in numbers
        )
        return Markup('<sup class="cite">{}</sup>').format(links) if links else Markup()


def render_paper(paper: Paper, language: Language) -> str:
    """The document as one HTML text; it asks for nothing from outside."""
    citations = Citations()
    words = {name: text.said(language) for name, text in book().words.items()}
    return _template().render(
        paper=paper,
        language=language,
        w=words,
        version=__version__,
        edition=edition(),
        made=paper.at.astimezone(JAPAN),
        said=partial(_said, language),
        cite=citations.mark,
        cited=citations,
        shown=_shown,
        topic_title=lambda name: title_of(name).said(language),
        how_checked=partial(_how_checked, words),
        jst=lambda moment: moment.astimezone(JAPAN).strftime("%Y-%m-%d %H:%M"),
        chapters=[_chapter(technology, paper, language) for technology in catalogue()],
        score_chart=Markup(score_picture(paper.scored, language)),  # noqa: S704  # escaped by charts
        next_steps=paper.scored.next_steps()[:STEPS_ASKED],
        configurations=_configurations(paper.readings, passed=True),
        left_out=_configurations(paper.readings, passed=False),
        book=book(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One technology as the template shows it."""

    technology: Technology
    levels: Sequence[tuple[str, Sequence[ItemState]]]
    figures: Sequence[Figure]
    pictures: Sequence[tuple[Picture, Markup]]
    gates: Sequence[SeenGate]
    commands: Sequence[str]
    step: ItemState | None


def _chapter(technology: Technology, paper: Paper, language: Language) -> Chapter:
    states = [one for one in paper.scored.states if one.item in technology.items]
    results = {result.run for result in paper.readings.of_technology(technology.name)}
    seen = {result.topic for result in paper.readings.of_technology(technology.name)}
    drawn = pictures_of(technology.name, paper.readings, language)
    return Chapter(
        technology=technology,
        levels=[
            (level.value, found)
            for level in Level
            if (found := [one for one in states if one.item.level is level])
        ],
        figures=[
            one
            for one in paper.readings.figures
            if one.result.run in results and not one.result.topic.endswith(PASSED)
        ],
        pictures=[(picture, Markup(picture.svg)) for picture in drawn],  # noqa: S704  # escaped by charts
        gates=[gate for gate in paper.readings.gates if gate.result.run in results],
        commands=[topic.command for topic in topics_of(technology.name) if topic.name not in seen],
        step=next(iter(paper.scored.next_steps(technology.name)), None),
    )


def _configurations(
    readings: Readings, *, passed: bool
) -> list[tuple[KeptResult, dict[str, object]]]:
    return [
        (result, dict(row))
        for result in readings.results
        for row in result.rows
        if result.topic.endswith(PASSED) and (row.get("checked") is True) is passed
    ]


def _said(language: Language, text: object) -> str:
    said = getattr(text, "said", None)
    return str(said(language)) if said else str(text)


def _shown(figure: Figure) -> str:
    """A figure's number; shares in per cent."""
    return f"{figure.value:.4%}" if figure.is_share else f"{figure.value:,.0f}"


def _how_checked(words: dict[str, str], item: Item) -> str:
    if not item.rule.reads:
        return words["check_manual"]
    return words["check_run"].format(topic=item.rule.reads)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("noroshi.readiness.guide"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("paper.html.j2")
