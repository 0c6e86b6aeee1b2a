"""Progress page: a quarter of an operator on one sheet of A4, to hand in."""

from functools import cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from noroshi import __version__
from noroshi.readiness.guide.catalogue import book, edition
from noroshi.readiness.guide.pictures import score_picture
from noroshi.readiness.guide.progress import POINTS, Progress, changed
from noroshi.spine.model import Language, Text
from noroshi.spine.model.fiscal import JAPAN

WORDS = {
    "title": Text(ja="四半期の進捗報告", en="Quarterly progress"),
    "asked": Text(ja="要請された事項", en="Points of the request"),
    "point": Text(ja="事項", en="Point"),
    "before": Text(ja="前の四半期", en="Quarter before"),
    "now": Text(ja="この四半期", en="This quarter"),
    "why": Text(ja="根拠", en="By what"),
    "others": Text(ja="そのほかに変わった項目", en="Other items that changed"),
    "no_change": Text(ja="変わった項目はない。", en="Nothing else changed."),
    "next": Text(ja="次の一手", en="Cheapest next step"),
    "runs": Text(
        ja="実行の番号はすべて CSV と JSON にある。", en="All run ids are in the CSV and the JSON."
    ),
}
MOST_CHANGED = 5


def render_progress(made: Progress, language: Language) -> str:
    """The sheet as one HTML text; it asks for nothing from outside."""
    words = {name: text.said(language) for name, text in {**book().words, **WORDS}.items()}
    asked = [line for line in made.lines if line.item.code in POINTS]
    others = [line for line in changed(made) if line.item.code not in POINTS]
    return _template().render(
        made=made,
        language=language,
        w=words,
        said=partial(_said, language),
        named=POINTS,
        asked=asked,
        others=others[:MOST_CHANGED],
        more=max(len(others) - MOST_CHANGED, 0),
        step=next(iter(made.now.next_steps()), None),
        chart=Markup(score_picture(made.now, language)),  # noqa: S704  # escaped by charts
        at=made.now.at.astimezone(JAPAN),
        version=__version__,
        edition=edition(),
    )


def _said(language: Language, text: Text) -> str:
    return text.said(language)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("noroshi.readiness.guide"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("progress.html.j2")
