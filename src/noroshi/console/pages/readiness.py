"""Readiness: how the own network stands, technology by technology, with what was computed and kept."""

from dataclasses import asdict, dataclass, replace

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from markupsafe import Markup

from noroshi.console.hub import Hub
from noroshi.console.pages.language import language_of
from noroshi.console.pages.papers import papers_for
from noroshi.console.pages.render import Asked, AtHub, By, render
from noroshi.console.permit import permit
from noroshi.jobs.readiness.declaring import overview_of
from noroshi.jobs.readiness.guiding import readings_of, scored_of
from noroshi.readiness.guide.aggregate import FEWEST
from noroshi.readiness.guide.catalogue import Level, Technology, book, catalogue, edition
from noroshi.readiness.guide.pictures import pictures_of, score_picture
from noroshi.readiness.guide.reading import Readings, SeenCheck
from noroshi.readiness.guide.score import Scored
from noroshi.readiness.guide.state import ItemState, State
from noroshi.readiness.guide.topic import Topic, title_of, topics_of
from noroshi.spine.model import Language, Right, rfc3339
from noroshi.spine.store.readiness_results import KeptResult, ReadinessResults

MOST_HISTORY = 12
MOST_CHECKS = 60
ORDER = ("bad", "unknown", "warn", "note", "good")
"""Levels of checks, the worst first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which items are shown; empty for all.

    Attributes:
        technology: Of this technology.
        level: Of this level.
        standing: In this state.
    """

    technology: str = ""
    level: str = ""
    standing: str = ""

    def takes(self, one: ItemState) -> bool:
        """Whether an item is shown."""
        return (
            one.item.code.startswith(f"{self.technology}." if self.technology else "")
            and self.level in {"", one.item.level.value}
            and self.standing in {"", one.state.value}
        )

    def but(self, name: str, value: str) -> "Choice":
        """The same choice with one part changed."""
        return replace(self, **{name: value})

    @property
    def query(self) -> str:
        """The choice as an address has it."""
        return "&".join(f"{name}={said}" for name, said in asdict(self).items() if said)


@get("/readiness", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def show_readiness(request: Asked, hub: AtHub) -> Response[str]:
    """The score, each technology, and the cheapest next steps."""
    scored = scored_of(readings_of(hub.store, hub.clock()))
    language = language_of(request)
    return render(
        request, "readiness.html.j2",
        scored=scored,
        technologies=catalogue(),
        chart=Markup(score_picture(scored, language)),  # noqa: S704  # escaped by charts
        steps=scored.next_steps()[:5],
        words=_words(language),
    )  # fmt: skip


@get("/readiness.json", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def readiness_as_json(
    hub: AtHub,
    technology: FromQuery[str] = "",
    level: FromQuery[str] = "",
    standing: FromQuery[str] = "",
) -> dict[str, object]:
    """The same for programs: the score, the items chosen, and the results that are kept."""
    readings = readings_of(hub.store, hub.clock())
    scored = scored_of(readings)
    choice = _choice(technology, level, standing)
    results = readings.of_technology(technology) if technology else readings.results
    return {
        **scored.as_dict(),
        "items": [one.as_dict() for one in scored.states if choice.takes(one)],
        "results": [_told(each) for each in results],
    }


@get("/readiness/guideline", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def show_items(  # what the address may choose
    request: Asked,
    hub: AtHub,
    caller: By,
    technology: FromQuery[str] = "",
    level: FromQuery[str] = "",
    standing: FromQuery[str] = "",
) -> Response[str]:
    """The items of the guideline with the own state, and the papers that were made of them."""
    scored = scored_of(readings_of(hub.store, hub.clock()))
    choice = _choice(technology, level, standing)
    return render(
        request, "readiness_guideline.html.j2",
        all_technologies=catalogue(),
        choice=choice,
        states=[one for one in scored.states if choice.takes(one)],
        facets=_facets(scored, choice, language_of(request)),
        edition=edition(),
        papers=papers_for(hub, caller),
        words=_words(language_of(request)),
    )  # fmt: skip


@get("/readiness/operators", opt=permit(Right.READ_OPERATORS), sync_to_thread=True)
def show_overview(request: Asked, hub: AtHub) -> Response[str]:
    """What operators declared, in groups that show no single one."""
    return render(
        request, "readiness_operators.html.j2",
        all_technologies=catalogue(),
        overview=overview_of(hub.store, hub.clock()),
        names={technology.name: technology.short for technology in catalogue()},
        fewest=FEWEST,
        words=_words(language_of(request)),
    )  # fmt: skip


@get("/readiness/operators.json", opt=permit(Right.READ_OPERATORS), sync_to_thread=True)
def overview_as_json(hub: AtHub) -> dict[str, object]:
    """The same for programs."""
    return overview_of(hub.store, hub.clock()).as_dict()


@get("/readiness/{technology:str}", opt=permit(Right.READ_COLLECTION), sync_to_thread=True)
def show_technology(request: Asked, hub: AtHub, technology: FromPath[str]) -> Response[str]:
    """One technology: figures, pictures, gates, stages, checks, and what was kept before."""
    chosen = next((one for one in catalogue() if one.name == technology), None)
    if chosen is None:
        raise NotFoundException("there is no such technology")
    readings = readings_of(hub.store, hub.clock())
    scored = scored_of(readings)
    runs = {result.run for result in readings.of_technology(technology)}
    language = language_of(request)
    drawn = pictures_of(technology, readings, language)
    return render(
        request, "readiness_technology.html.j2",
        all_technologies=catalogue(),
        technology=chosen,
        sum=scored.technologies[technology],
        figures=[one for one in readings.figures if one.result.run in runs],
        figure_names=book().figures,
        pictures=[(picture, Markup(picture.svg)) for picture in drawn],  # noqa: S704  # escaped by charts
        gates=[gate for gate in readings.gates if gate.result.run in runs],
        checks=_checks(readings, runs),
        steps=scored.next_steps(technology),
        missing=_missing(chosen, readings),
        history=_history(hub, {one.topic for one in readings.of_technology(technology)}),
        title_of=title_of,
        words=_words(language),
    )  # fmt: skip


def _words(language: Language) -> dict[str, str]:
    return {name: text.said(language) for name, text in book().words.items()}


def _choice(technology: str, level: str, standing: str) -> Choice:
    """What was asked for; a value that does not exist asks for nothing."""
    names = {one.name for one in catalogue()}
    return Choice(
        technology=technology if technology in names else "",
        level=level if level in set(Level) else "",
        standing=standing if standing in set(State) else "",
    )


Facet = tuple[str, str, list[tuple[str, str, int]]]
"""Its key, what it is chosen to, and values with what they are called and how many there are."""


def _facets(scored: Scored, choice: Choice, language: Language) -> list[Facet]:
    words = book().words
    made: list[Facet] = []
    for key, values in (
        ("technology", [(one.name, one.short) for one in catalogue()]),
        ("level", [(one.value, words[one.value]) for one in Level]),
        ("standing", [(one.value, words[one.value]) for one in State]),
    ):
        counted = []
        for value, name in values:
            count = sum(choice.but(key, value).takes(one) for one in scored.states)
            counted.append((value, name.said(language), count))
        made.append((key, getattr(choice, key), counted))
    return made


def _checks(readings: Readings, runs: set[str]) -> list[SeenCheck]:
    found = [check for check in readings.checks if check.result.run in runs]
    found.sort(key=lambda check: ORDER.index(check.level) if check.level in ORDER else 1)
    return found[:MOST_CHECKS]


def _missing(technology: Technology, readings: Readings) -> list[Topic]:
    return [topic for topic in topics_of(technology.name) if not readings.of(topic.name)]


def _history(hub: Hub, topics: set[str]) -> list[KeptResult]:
    results = ReadinessResults(hub.store.database)
    found = [each for topic in topics for each in results.history(topic, limit=MOST_HISTORY)]
    return sorted(found, key=lambda each: each.made_at, reverse=True)[:MOST_HISTORY]


def _told(result: KeptResult) -> dict[str, object]:
    return {
        "run": result.run,
        "topic": result.topic,
        "subject": result.subject,
        "made_at": rfc3339(result.made_at),
        "inputs": dict(result.inputs),
        "rows": list(result.rows),
    }
