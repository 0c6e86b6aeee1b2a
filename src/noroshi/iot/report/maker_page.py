"""Maker page: manufacturers as one HTML file, a sheet each, that prints on A4."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from noroshi import __version__
from noroshi.iot.report.maker import Maker
from noroshi.spine.model import Language
from noroshi.spine.model.fiscal import JAPAN

# fmt: off
WORDS: dict[Language, dict[str, str]] = {
    "ja": {
        "form": "メーカー別報告書", "at": "作成", "by": "発行", "none": "報告できるメーカーはありません。",
        "devices": "機器", "weak": "弱い機器", "ended": "サポート終了", "kev": "悪用されている欠陥（KEV）",
        "managed": "管理の口が公開", "ports": "インターネットに開いている管理の口",
        "models": "公開されている型番", "model": "型番", "versions": "版", "holes": "既知の欠陥",
        "unknown": "不明", "asked": "製品に求められること", "provision": "規定", "seen": "見えたこと",
        "advice": "助言",
        "note": "許可された調査に応答した機器を数えたもの。販売台数はわからない。外から見えることだけを数え、0でも規定を満たすとは限らない。規定はETSI EN 303 645 V3.1.3（2024年9月。番号はV2.1.1と同じ）とJC-STAR ★1の項目を短く言い換えたもので、原文に代わるものではない。",
    },
    "en": {
        "form": "Report to manufacturers", "at": "Made", "by": "By", "none": "There is no maker to report to.",
        "devices": "Devices", "weak": "Weak", "ended": "End of life", "kev": "Exploited weakness (KEV)",
        "managed": "Management open", "ports": "Management ports open to the Internet",
        "models": "Exposed models", "model": "Model", "versions": "Versions", "holes": "Known weaknesses",
        "unknown": "unknown", "asked": "What is asked of products", "provision": "Provision",
        "seen": "What was seen", "advice": "Advice",
        "note": "Counts devices that answered an authorised survey; how many were sold is not known. Only what can be seen from outside is counted, and 0 does not say that a provision is met. Provisions of ETSI EN 303 645 V3.1.3 (September 2024; the same numbers in V2.1.1) and topics of JC-STAR level 1 are put in our own short words, which do not replace the texts.",
    },
}
# fmt: on
MOST_MODELS = 40
"""Models of a sheet; the JSON has all."""


def render_makers(
    makers: Sequence[Maker], *, producer: str, at: datetime, language: Language
) -> str:
    """The sheets as one HTML text; it asks for nothing from outside."""
    return _template().render(
        makers=makers,
        producer=producer,
        made=at.astimezone(JAPAN),
        language=language,
        words=WORDS[language],
        most=MOST_MODELS,
        version=__version__,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("noroshi.iot.report"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("makers.html.j2")
