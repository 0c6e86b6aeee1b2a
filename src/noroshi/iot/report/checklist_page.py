"""Checklist page: a self-assessment as one HTML file that prints on A4, or as Markdown."""

from datetime import datetime
from functools import cache
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from noroshi import __version__
from noroshi.iot.report.checklist import Checklist, Found
from noroshi.iot.report.exposure import SAID
from noroshi.iot.report.provisions import CHECKLIST
from noroshi.spine.model import Language
from noroshi.spine.model.fiscal import JAPAN

Form = Literal["html", "md"]

# fmt: off
WORDS: dict[Language, dict[str, str]] = {
    "ja": {
        "form": "これからの製品のための自己点検表", "any": "すべてのメーカー向け", "at": "作成", "by": "発行",
        "product": "製品と型番", "person": "点検した人と日付", "found": "調査で見つかったもの",
        "own": "このメーカーの機器", "every": "調べたすべての機器", "devices": "台", "none": "データなし",
        "must": "必須", "should": "推奨", "question": "質問", "answer": "はい・いいえ・対象外", "proof": "根拠",
        "seen": "調査で見えたもの", "yes": "はい", "no": "いいえ", "na": "対象外", "unseen": "外からは見えない", "stop": "。",
        "note": "質問はETSI EN 303 645 V3.1.3（2024年9月）の規定を短く言い換えたもので、原文に代わるものではない。必須・推奨の別は同規格附属書Bによる（条件の付くものを含む）。JC-STAR ★1の番号は、公開資料で対応を確かめられたものだけを示す。数は許可された調査に応答した機器のもので、0でも規定を満たすとは限らない。",
    },
    "en": {
        "form": "Self-assessment for products to come", "any": "For any maker", "at": "Made", "by": "By",
        "product": "Product and model", "person": "Assessed by, on", "found": "What surveys found",
        "own": "This maker's devices", "every": "All surveyed devices", "devices": "devices", "none": "no data",
        "must": "demand", "should": "advice", "question": "Question", "answer": "Yes, no, not applicable", "proof": "Evidence",
        "seen": "Seen in surveys", "yes": "yes", "no": "no", "na": "n/a", "unseen": "not visible from outside", "stop": ". ",
        "note": "The questions put the provisions of ETSI EN 303 645 V3.1.3 (September 2024) in our own short words, which do not replace the text. Demand or advice is as its Annex B says, conditions included. Numbers of JC-STAR level 1 stand only where public texts confirm them. Counts are of devices that answered an authorised survey; 0 does not say that a provision is met.",
    },
}
# fmt: on
_MARKDOWN = str.maketrans({one: f"\\{one}" for one in "\\`*_[]<>|#"} | {"\n": " ", "\r": " "})


def render_checklist(
    checklist: Checklist, *, producer: str, at: datetime, language: Language, form: Form = "html"
) -> str:
    """The checklist as one text; it asks for nothing from outside."""
    return _template(form).render(
        checklist=checklist,
        provisions=CHECKLIST,
        troubles=SAID,
        producer=producer,
        made=at.astimezone(JAPAN),
        language=language,
        words=WORDS[language],
        version=__version__,
    )


def _told(found: Found | None, clause: str, words: dict[str, str]) -> str:
    """What was found of a clause, for a cell."""
    if found is None:
        return words["none"]
    count = found.signs[clause]
    return words["unseen"] if count is None else f"{count:,} / {found.devices:,}"


@cache
def _template(form: Form) -> Template:
    environment = Environment(
        loader=PackageLoader("noroshi.iot.report"),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = lambda text: str(text).translate(_MARKDOWN)
    environment.globals["told"] = _told
    return environment.get_template(f"checklist.{form}.j2")
