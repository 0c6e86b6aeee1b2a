"""The part of the benchmark page on the hub: how fast long lists leave, and in which formats."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

TEXT = {
    "en": {
        "title": "## The hub's lists",
        "intro": "A list of {entries:,} entries in SQLite, read through the whole application without a network and without log-in; the client's share counts, too. "
        "The machine's load was {load_average}, which wall times show. Repeat: `python -m bench.hub_lists {entries}`.",
        "asked_head": "| question | CPU ms | p50 ms | p99 ms |",
        "empty_poll": "changes, where there are none",
        "poll_of_one_change": "changes, where there is one",
        "one_entry": "one entry with its history",
        "page_with_facets": "a page of 100 entries with the counts of all",
        "whole": "The whole list, in entries a CPU second. Every rate counts all entries, though a format may have words for some only. The first reader has the list rendered; who comes next gets the copy.",
        "whole_head": "| format | first reader | next reader | octets |",
    },
    "ja": {
        "title": "## ハブの一覧",
        "intro": "SQLiteにある{entries:,}件の一覧を、ネットワークとログインを除いたアプリケーション全体を通して読む。クライアント側の分も含む。"
        "負荷は{load_average}で、実時間に現れる。再現は `python -m bench.hub_lists {entries}`。",
        "asked_head": "| 問い | CPU ms | p50 ms | p99 ms |",
        "empty_poll": "差分（変更なし）",
        "poll_of_one_change": "差分（変更1件）",
        "one_entry": "1件とその履歴",
        "page_with_facets": "100件のページと全体の件数",
        "whole": "一覧の全体、CPU秒あたりの件数。形式が言い表せるのが一部だけでも、全件で数える。最初の読み手のために一覧を作り、次の読み手には写しを渡す。",
        "whole_head": "| 形式 | 最初の読み手 | 次の読み手 | オクテット |",
    },
}
ASKED = ("empty_poll", "poll_of_one_change", "one_entry", "page_with_facets")


def hub_part(language: str, results: Path) -> list[str]:
    """Lines of the page; none where nothing was measured."""
    file = results / "hub_lists.json"
    if not file.exists():
        return []
    told, text = json.loads(file.read_text(encoding="utf-8")), TEXT[language]
    return [
        text["title"], "", text["intro"].format(**told), "",
        text["asked_head"], "| --- | --- | --- | --- |", *_asked(text, told), "",
        text["whole"], "",
        text["whole_head"], "| --- | --- | --- | --- |", *_whole(told["whole_list"]), "",
    ]  # fmt: skip


def _asked(text: Mapping[str, str], told: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    for name in ASKED:
        figures = told[name]
        cells = [f"{figures[kind]:.1f}" for kind in ("cpu_ms", "wall_ms_p50", "wall_ms_p99")]
        yield f"| {text[name]} | {' | '.join(cells)} |"


def _whole(formats: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    for name, figures in formats.items():
        cells = [
            figures[kind] for kind in ("first_rows_per_cpu_s", "next_rows_per_cpu_s", "octets")
        ]
        yield f"| {name} | {' | '.join(f'{cell:,}' for cell in cells)} |"
