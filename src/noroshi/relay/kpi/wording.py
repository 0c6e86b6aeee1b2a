"""Wording: numbers and remarks of the review sheet in both languages."""

from collections.abc import Sequence

from noroshi.relay.kpi.programme import Figure
from noroshi.relay.kpi.result import Result
from noroshi.spine.model import Language

WORDS: dict[Language, dict[str, str]] = {
    "ja": {
        "form": "行政事業レビューシート",
        "year": "令和{era}年度（{year}年度）",
        "project": "事業名",
        "body": "実施主体",
        "purpose": "事業の目的",
        "outline": "事業の概要",
        "spent": "執行額（入力済みの合計）",
        "outcome": "成果目標及び成果実績（アウトカム）",
        "activity": "活動指標及び活動実績（アウトプット）",
        "costs": "単位当たりコスト",
        "figure": "指標",
        "unit": "単位",
        "target": "目標値",
        "result": "実績値",
        "achievement": "達成度",
        "rows": "根拠",
        "cost": "執行額",
        "unit_cost": "単位当たり",
        "review": "点検",
        "no_data": "データなし",
        "none": "–",
        "printed": "出力",
        "counted": "集計",
        "interval": "95％区間",
        "note": "数値はシステムの記録から数え、入力するのは目標と執行額だけである。根拠の行は「{command}」で示す。",
    },
    "en": {
        "form": "Administrative project review sheet",
        "year": "Fiscal year {year} (April {year} to March {next})",
        "project": "Project",
        "body": "Carried out by",
        "purpose": "Purpose",
        "outline": "Outline",
        "spent": "Spent (sum of what was entered)",
        "outcome": "Outcomes: targets and results",
        "activity": "Outputs: activities and results",
        "costs": "Unit cost",
        "figure": "Figure",
        "unit": "Unit",
        "target": "Target",
        "result": "Result",
        "achievement": "Achieved",
        "rows": "Rows",
        "cost": "Spent",
        "unit_cost": "Each",
        "review": "Review",
        "no_data": "no data",
        "none": "–",
        "printed": "Printed",
        "counted": "counted",
        "interval": "95 % interval",
        "note": "Results are counted from the system's records; people enter targets and costs only. “{command}” shows the rows behind a figure.",
    },
}  # fmt: skip
"""Words of the sheet."""

REIWA = 2018
"""The year before the era's first."""


def amount(value: float | None, figure: Figure) -> str:
    """A value in the figure's unit; shares in per cent with one decimal."""
    if value is None:
        return "–"
    return percent(value) if figure.share else f"{value:,.10g}"


def percent(share: float) -> str:
    """A share in per cent, cut rather than rounded: 0.8999 must not read as 90."""
    cut = int(share * 1000 + 1e-9) / 10
    return f"{cut:,.1f}".removesuffix(".0")


def yen(value: float, language: Language) -> str:
    """Yen, with sen below a hundred yen."""
    told = f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:,.2f}"
    return f"{told} 円" if language == "ja" else f"¥{told}"


def review(lines: Sequence[Result], language: Language) -> list[str]:
    """What the numbers say, one sentence each."""
    reached = [line for line in lines if line.is_reached]
    missed = [line for line in lines if line.is_reached is False]
    unknown = [line for line in lines if line.value is None]
    aimless = [line for line in lines if line.is_reached is None and line.value is not None]
    groups = (
        (reached, {"ja": "目標に達した指標", "en": "Targets reached"}),
        (missed, {"ja": "目標に届かない指標", "en": "Targets not reached"}),
        (aimless, {"ja": "目標値のない指標", "en": "No target named"}),
        (unknown, {"ja": "データのない指標", "en": "No data yet"}),
    )
    between = "、" if language == "ja" else "; "
    return [
        f"{title[language]}{'：' if language == 'ja' else ': '}"
        + between.join(line.figure.title.said(language) for line in found)
        for found, title in groups
        if found
    ]
