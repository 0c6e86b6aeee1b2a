"""The part of the benchmark page on the hub's limits and the rooms of sites, readiness and IoT: goals and figures."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from bench.page_flows import Figures, Line, row_of

TEXT = {
    "en": {
        "title": "## Sites, readiness, IoT, and the hub's limits",
        "intro": "Medians of each program's rounds, on made data. The load beside a figure is the machine's when the program ended, its own share included. Repeat a line with `python -m bench.NAME`.",
        "head": "| question | goal | reached | | measured by | load |",
        "met": "met",
        "missed": "missed",
    },
    "ja": {
        "title": "## サイト、導入の準備、IoT、ハブの限度",
        "intro": "生成データでの、各プログラムの反復の中央値。負荷は計測を終えたときのもので、計測自身の分を含む。再現は `python -m bench.名前`。",
        "head": "| 問い | 目標 | 結果 | | 計測 | 負荷 |",
        "met": "達成",
        "missed": "未達",
    },
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure: where it stands, what it means, and the goal (a lower bound where `at_least`)."""

    source: str
    path: tuple[str, ...]
    en: str
    ja: str
    goal: float | None = None
    at_least: bool = False


# fmt: off
ASKED = (
    Asked("visits", ("shared_browser", "pages_per_min"), "light pages a minute, shared browser", "軽いページの訪問、毎分（ブラウザー共有）", 250, at_least=True),
    Asked("visits", ("shared_browser", "cpu_s_per_page"), "the same, CPU seconds a page", "同上、1ページのCPU秒"),
    Asked("visits", ("shared_browser", "peak_pss_mb"), "the same, peak PSS, MB", "同上、最大PSS（MB）", 600),
    Asked("visits", ("fresh_browser", "pages_per_min"), "light pages a minute, a new browser each", "軽いページの訪問、毎分（毎回新しいブラウザー）", 120, at_least=True),
    Asked("visits", ("playwright_alone", "pages_per_min"), "Playwright alone, without guard and evidence", "Playwrightだけ（防護と証拠なし）"),
    Asked("sites_speed", ("posts", "per_wall_s"), "posts read a second", "投稿の読み取り、毎秒", 5000, at_least=True),
    Asked("sites_speed", ("urls", "per_wall_s"), "URLs scored a second", "URLの採点、毎秒", 10_000, at_least=True),
    Asked("site_flow", ("post_to_shared", "p50_s"), "post to shared entry at 60 a minute, p50, s", "投稿から共有まで（毎分60件）、p50（秒）", 30),
    Asked("site_flow", ("post_to_shared", "p95_s"), "the same, p95, s", "同上、p95（秒）", 120),
    Asked("rpki_validate", ("compiled_sweep", "routes_per_sweep_cpu_s"), "routes validated a CPU second, compiled sweep", "経路の検証、CPU秒あたり（コンパイル済みの掃引）", 20_000_000, at_least=True),
    Asked("rpki_validate", ("command", "cpu_s"), "a million routes and VRPs, files to verdicts, CPU s", "百万経路と百万VRP、ファイルから判定まで、CPU秒", 3),
    Asked("rpki_simulate", ("compiled", "flows_per_cpu_s"), "what-if, flows a CPU second", "影響の予測、CPU秒あたりフロー", 5_000_000, at_least=True),
    Asked("rpki_serve", ("first_start", "ready_s"), "RTR, a million VRPs from JSON: start of the process until the answer comes, wall s", "RTR、百万VRP（JSONから）: プロセス開始から応答が来るまで（実時間、秒）", 1.5),
    Asked("rpki_serve", ("first_start", "ready_cpu_s"), "the same, CPU s of the server", "同上、サーバーのCPU秒", 1.5),
    Asked("rpki_serve", ("first_start", "peak_mb"), "the same, peak memory, MB", "同上、最大メモリ（MB）", 200),
    Asked("rpki_serve", ("later_start", "ready_s"), "the same with a last good set, wall s", "同上、前回の良い集合がある場合（実時間、秒）", 1.5),
    Asked("rpki_serve", ("later_start", "ready_cpu_s"), "the same with a last good set, CPU s of the server", "同上、前回の良い集合がある場合（サーバーのCPU秒）", 1.5),
    Asked("rpki_serve", ("first_start", "client_cpu_s"), "our own client reads that set, CPU s", "自前のクライアントがその集合を読む（CPU秒）", None),
    Asked("rpki_routers", ("bird", "read_s"), "a million VRPs read by BIRD, s", "百万VRPをBIRDが読むまで（秒）"),
    Asked("rpki_routers", ("frr", "read_s"), "the same by FRR, s", "同上、FRR（秒）"),
    Asked("rpki_routers", ("gobgp", "read_s"), "the same by GoBGP, s", "同上、GoBGP（秒）"),
    Asked("mail_intake", ("ours", "reports_per_cpu_s"), "DMARC reports taken in a CPU second", "DMARCレポートの取り込み、CPU秒あたり"),
    Asked("mail_intake", ("times_the_peer", "times"), "the same, times parsedmarc", "同上、parsedmarcの何倍か", 4, at_least=True),
    Asked("mail_intake", ("in_mails", "times_the_peer", "times"), "the same in mails that bring a zip, times parsedmarc", "同上、zipを添付したメール、parsedmarcの何倍か", 4, at_least=True),
    Asked("guideline", ("papers", "ja", "wall_s"), "the guideline as PDF in Japanese, s", "ガイドラインの日本語PDF（秒）", 10),
    Asked("guideline", ("papers", "en", "wall_s"), "the same in English, s", "同上、英語（秒）", 10),
    Asked("iot_survey", ("sweep", "probes_per_cpu_s"), "probes a CPU second, boundary included", "プローブ、CPU秒あたり（境界の確認を含む）", 300_000, at_least=True),
    Asked("iot_survey", ("whole_survey", "recall"), "open ports found at 60,000 packets a second", "毎秒6万パケットで見つけた開きポートの割合", 1, at_least=True),
    Asked("iot_survey", ("whole_survey", "wall_s"), "131,072 addresses, six ports, to answers, s", "131,072アドレス×6ポート、回答まで（秒）", 60),
    Asked("iot_identify", ("banners_per_cpu_s",), "banners identified a CPU second", "バナーの識別、CPU秒あたり", 15_000, at_least=True),
    Asked("iot_identify", ("worst_hostile_ms",), "the worst hostile banner, ms", "最悪の敵対的バナー（ミリ秒）", 50),
    Asked("iot_tell", ("m_per_cpu_s",), "million addresses attributed a CPU second", "アドレスの帰属、CPU秒あたり百万", 15, at_least=True),
    Asked("iot_tell", ("match_cpu_s",), "a million findings against 10 million sessions, CPU s", "百万件の検出と千万の接続記録の照合、CPU秒", 8),
    Asked("hub_crash", ("editions_lost",), "acknowledged entries lost by kill -9 at {points} moments", "kill -9 を{points}回、失われた確認済みの項目", 0),
    Asked("hub_memory", ("peak_rss_mb",), "a hub of {entries:,} entries after every format was read, peak MB", "{entries:,}件のハブ、全形式を読んだ後の最大メモリ（MB）", 300),
)
# fmt: on


def rooms_part(language: str, results: Path) -> list[str]:
    """Lines of the page; none where nothing was measured."""
    text = TEXT[language]
    rows = list(_rows(language, results))
    if not rows:
        return []
    head = "| --- | --- | --- | --- | --- | --- |"
    return [text["title"], "", text["intro"], "", text["head"], head, *rows, ""]


def _rows(language: str, results: Path) -> Iterator[str]:
    for asked in ASKED:
        file = results / f"{asked.source}.json"
        found = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        reached = _figure(found, asked.path)
        if reached is not None:
            question = (asked.ja if language == "ja" else asked.en).format(**found)
            line = Line(question, asked.goal, reached, asked.source, at_least=asked.at_least)
            yield f"{row_of(TEXT[language], line)} {_load(found)} |"


def _figure(found: Figures, path: tuple[str, ...]) -> float | None:
    told: Figures | float | None = found
    for name in path:
        told = told.get(name) if isinstance(told, Mapping) else None
    return told if isinstance(told, int | float) else None


def _load(found: Mapping[str, object]) -> object:
    whose = cast("Mapping[str, object]", found.get("machine", found))
    return whose.get("load_average", "–")
