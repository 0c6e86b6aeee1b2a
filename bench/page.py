"""Writes docs/reference/benchmarks.md and its Japanese twin from the results on disk.

Run: python -m bench.page
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.machine import RESULTS, ROOT
from bench.page_flows import flows_part
from bench.page_hub import hub_part
from bench.page_rooms import rooms_part

Result = dict[str, object]
GOALS = {"rows_per_wall_s": 1_000_000, "growth": 1.5}
PAGES = {"en": "docs/reference/benchmarks.md", "ja": "docs/ja/reference/benchmarks.md"}
STEP = "cpu_s_"

TEXT = {
    "en": {
        "title": "# Benchmarks",
        "intro": "Written by `python -m bench.page` from the files in [bench/results]({results}). Repeat: `make bench`, or one question with "
        "`python -m bench.c2_speed` and `python -m bench.c2_peers`. Made rows are kept in `.cache/bench` (19 octets a row).",
        "machine": "{processor}, {cpus} CPUs, {memory_gb} GB; Python {python}, DuckDB {duckdb}. The machine was shared and busy: "
        "the load average stands beside each figure. CPU seconds compare better than wall seconds, and contention raises both.",
        "speed": "## The whole C&C analysis",
        "speed_intro": "Fresh process, {threads} threads, memory limit {memory_limit}, spilling to disk; from Parquet to worded findings.",
        "speed_head": "| rows | runs | wall s | CPU s | rows/s wall | CPU µs/row | peak memory MB | spilled MB | load |",
        "growth": "CPU per row grows {growth} times from the smallest to the largest. Goals: at least {rows_per_wall_s:,} rows/s on two quiet "
        "cores, growth at most {goal}. {verdict}",
        "steps": "## CPU seconds per million rows, by step",
        "step": "step",
        "peers": "## Beside others, on the same {rows:,} rows",
        "peers_head": "| | runs | wall s | CPU s | peak memory MB | CPU, times Noroshi | load |",
        "peers_note": "`nfdump {nfdump} -A srcip,dstip,dstport` groups and sorts; it reads files that nfcapd wrote from the same rows sent as "
        "NetFlow v9, all of them counted. The pass over pairs follows RITA's published scores for times and sizes; it is not RITA. "
        "Both do less: neither tells who serves, nor what clients do elsewhere.",
        "query": "## Questions to the lake",
        "query_intro": "{flows:,} NetFlow v9 flows, the same datagrams in the lake and in nfcapd's LZ4 files; nfdump {nfdump}. Warm: the query alone in a running "
        "process, one thread. Command: the whole `noroshi flows …`, most of it Python's start. The machine's load was {load_average}.",
        "query_head": "| question | nfdump CPU s | lake, warm CPU s | times nfdump | merged, warm CPU s | times nfdump | goal | merged, command CPU s |",
        "query_sizes": "Octets a flow: nfcapd LZ4 {nfcapd_lz4}, its blocks through zstd level 3 {nfcapd_blocks_through_zstd_3} (Debian's nfcapd has no zstd), the lake "
        "{lake_before_merging}, merged {lake_merged}: {merged_times_zstd_3} times zstd 3, where the goal is {goal}.",
        "met": "Met on this run.",
        "missed": "Not met on this run.",
    },
    "ja": {
        "title": "# ベンチマーク",
        "intro": "`python -m bench.page` が [bench/results]({results}) から書く。再現は `make bench`、または問いごとに "
        "`python -m bench.c2_speed`、`python -m bench.c2_peers`。作った行は `.cache/bench` に残る（1行19オクテット）。",
        "machine": "{processor}、{cpus} CPU、{memory_gb} GB、Python {python}、DuckDB {duckdb}。ほかの仕事で混んだ共有機なので、"
        "負荷を各値に添える。実時間よりCPU時間が比べやすいが、混雑はどちらも増やす。",
        "speed": "## C&C分析の全体",
        "speed_intro": "毎回新しいプロセス、{threads}スレッド、メモリ上限{memory_limit}、ディスクへの退避あり。Parquetから文章つきの検知結果まで。",
        "speed_head": "| 行数 | 回数 | 実時間 s | CPU s | 行/秒（実時間） | CPU µs/行 | 最大メモリ MB | 退避 MB | 負荷 |",
        "growth": "行あたりCPUは最小から最大で{growth}倍。目標は、空いた2コアで毎秒{rows_per_wall_s:,}行以上、増加{goal}倍以下。{verdict}",
        "steps": "## 百万行あたりのCPU秒（段階別）",
        "step": "段階",
        "peers": "## ほかの道具と並べて、同じ{rows:,}行",
        "peers_head": "| | 回数 | 実時間 s | CPU s | 最大メモリ MB | CPU（Noroshi比） | 負荷 |",
        "peers_note": "`nfdump {nfdump} -A srcip,dstip,dstport` は集計と並べ替えだけを行う。同じ行をNetFlow v9で送り、nfcapdが書いた"
        "ファイルを読む（全行の到着を確認）。対ごとの処理は、RITAが公開した時刻とサイズの点数に倣ったもので、RITAそのものではない。"
        "どちらも行うことが少なく、どちらが提供側か、利用者がほかで何をしているかは見ない。",
        "query": "## レイクへの問い合わせ",
        "query_intro": "NetFlow v9 の{flows:,}フロー。同じデータグラムをレイクとnfcapd（LZ4）に入れた。nfdump {nfdump}。ウォームは動いているプロセスでの"
        "問い合わせだけ（1スレッド）、コマンドは `noroshi flows …` 全体で、大半はPythonの起動。計測時の負荷は{load_average}。",
        "query_head": "| 問い | nfdump CPU s | レイク（ウォーム） CPU s | nfdump比 | まとめた後（ウォーム） CPU s | nfdump比 | 目標 | まとめた後、コマンド CPU s |",
        "query_sizes": "フローあたりオクテット：nfcapd LZ4 {nfcapd_lz4}、そのブロックをzstdレベル3に通すと{nfcapd_blocks_through_zstd_3}（Debianのnfcapdにzstdはない）、"
        "レイク{lake_before_merging}、まとめた後{lake_merged}。zstd 3の{merged_times_zstd_3}倍で、目標は{goal}。",
        "met": "今回は達成。",
        "missed": "今回は未達。",
    },
}


def number(figures: Mapping[str, object], name: str) -> float:
    return float(str(figures[name]))


def row(*cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def speed_rows(sizes: list[Result]) -> list[str]:
    names = ("wall_s", "cpu_s", "rows_per_wall_s", "cpu_us_per_row", "peak_rss_mb", "spilled_mb")
    shapes = (".1f", ".1f", ",.0f", ".2f", ",.0f", ",.0f")
    told = []
    for size in sizes:
        cells = [
            format(number(size, name), shape) for name, shape in zip(names, shapes, strict=True)
        ]
        load = format(number(size, "load_average"), ".1f")
        told.append(row(f"{size['rows']:,}", size["runs"], *cells, load))
    return told


def step_rows(sizes: list[Result]) -> list[str]:
    names = [name for name in sizes[0] if name.startswith(STEP) and not name.endswith("_range")]
    told = []
    for name in names:
        cells = [f"{number(size, name) / number(size, 'rows') * 1e6:.3f}" for size in sizes]
        told.append(row(name.removeprefix(STEP), *cells))
    return told


def peer_rows(result: Result) -> list[str]:
    contestants: dict[str, Result] = json.loads(json.dumps(result["contestants"]))
    ours = number(contestants["noroshi_whole_analysis"], "cpu_s")
    return [
        row(
            name.replace("_", " "),
            told["runs"],
            f"{number(told, 'wall_s'):.1f}",
            f"{number(told, 'cpu_s'):.1f}",
            f"{number(told, 'peak_rss_mb'):,.0f}",
            f"{number(told, 'cpu_s') / ours:.2f}",
            f"{number(told, 'load_average'):.1f}",
        )
        for name, told in contestants.items()
    ]


def verdict(result: Result, sizes: list[Result]) -> bool:
    fast = all(number(size, "rows_per_wall_s") >= GOALS["rows_per_wall_s"] for size in sizes[1:2])
    growth = number(result, "growth_of_cpu_per_row_first_to_last")
    return fast and growth <= GOALS["growth"]


def query_part(text: Mapping[str, str], result: Result) -> list[str]:
    """What questions cost, and how large files are."""
    sizes: Result = json.loads(json.dumps(result["octets_per_flow"]))
    asked: dict[str, dict[str, dict[str, dict[str, float]]]] = json.loads(
        json.dumps(result["queries"])
    )
    told = []
    for name, of in asked.items():
        cells = [cell for kind in ("plain", "merged")
                 for cell in (of[kind]["warm_query"]["cpu_s"], of[kind]["times_nfdump"])]  # fmt: skip
        command = of["merged"]["whole_command"]["cpu_s"]
        told.append(row(name.replace("_", " "), of["nfdump"]["cpu_s"], *cells, of["goal"], command))
    return [
        text["query"], "", text["query_intro"].format(**result), "",
        text["query_head"], row(*["---"] * 8), *told, "", text["query_sizes"].format(**sizes), "",
    ]  # fmt: skip


def page(
    language: str,
    speed: Result,
    peers: Result | None,
    asked: Result | None = None,
    flows: Sequence[str] = (),
    hub: Sequence[str] = (),
) -> str:
    """The page in one language; `flows` and `hub` are its parts on these, the rooms below the hub."""
    text = TEXT[language]
    sizes: list[Result] = json.loads(json.dumps(speed["sizes"]))
    links = "../../bench/results" if language == "en" else "../../../bench/results"
    met = text["met" if verdict(speed, sizes) else "missed"]
    growth = speed["growth_of_cpu_per_row_first_to_last"]
    parts = [
        text["title"], "", text["intro"].format(results=links), "", text["machine"].format(**speed),
        "", text["speed"], "", text["speed_intro"].format(**speed), "",
        text["speed_head"], row(*["---"] * 9), *speed_rows(sizes), "",
        text["growth"].format(growth=growth, goal=GOALS["growth"],
                              rows_per_wall_s=GOALS["rows_per_wall_s"], verdict=met),
        "", text["steps"], "",
        row(text["step"], *(f"{size['rows']:,}" for size in sizes)), row(*["---"] * (1 + len(sizes))),
        *step_rows(sizes), "",
    ]  # fmt: skip
    if peers is not None:
        parts += [text["peers"].format(**peers), "", text["peers_head"], row(*["---"] * 7)]
        parts += [*peer_rows(peers), "", text["peers_note"].format(**peers), ""]
    parts += flows
    if asked is not None:
        parts += query_part(text, asked)
    parts += hub
    return "\n".join(parts)


def main(results: Path = RESULTS, root: Path = ROOT) -> None:
    speed = json.loads((results / "c2_speed.json").read_text(encoding="utf-8"))
    file = results / "c2_peers.json"
    peers = json.loads(file.read_text(encoding="utf-8")) if file.exists() else None
    query = results / "query.json"
    asked = json.loads(query.read_text(encoding="utf-8")) if query.exists() else None
    for language, path in PAGES.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        flows, hub = flows_part(language, results), hub_part(language, results)
        rooms = rooms_part(language, results)
        target.write_text(
            page(language, speed, peers, asked, flows, [*hub, *rooms]), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
