"""The part of the benchmark page on flow collection: goals, what was reached, and beside whom."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, cast

Figures: TypeAlias = Mapping[str, "Figures | float"]

TEXT = {
    "en": {
        "title": "## Flow collection",
        "intro": "Generated datagrams of eight exporters (`noroshi flows generate`; decoding a million flows a kind, storing four million); medians. Ours runs with pseudonyms, fsync and the state's records; the second pass of a process counts. "
        "Debian's nfcapd {nfdump} has no zstd: its uncompressed blocks are compressed one by one as later versions do, and that CPU time is added. "
        "Repeat a line with `python -m bench NAME`.",
        "head": "| question | goal | reached | | measured by |",
        "met": "met",
        "missed": "missed",
        "decode": "decode {kind}, million flows a CPU second",
        "netflow": "decode v9, times the PyPI `netflow` package",
        "store": "datagrams to committed Parquet, v9, million flows a CPU second",
        "cpu_zstd": "the same, CPU beside nfcapd with zstd:1",
        "cpu_lz4": "the same, CPU beside nfcapd with LZ4",
        "size": "octets a flow, v9, beside nfcapd with zstd:3",
        "merged": "the same, merged hours",
        "lost": "datagrams lost of {sent:,} at {rate:,}/s, {buffer} MB buffer, decoder running",
        "peer_lost": "the same of nfcapd with LZ4, percent",
        "receiver": "receiver, CPU µs a datagram",
        "crash": "rows lost or doubled by kill -9 at {points} moments",
        "conform": "### Records found in {captures} captures",
        "conform_intro": "Captures of routers and probes and of hand-made edges, with golden records from a slow decoder. Ours must equal them octet by octet; of the others "
        "only the number is compared, with or without options data: Wireshark 4.0.17, nfdump 1.7.8, PyPI `netflow` 0.12.2. Each capture stands in `bench/results/conformance.json`.",
        "conform_head": "| decoder | captures | right |",
    },
    "ja": {
        "title": "## フローの収集",
        "intro": "8台のエクスポーターの生成データグラム（`noroshi flows generate`、復号は各種百万、保存は四百万フロー）。中央値。Noroshi側は仮名化、fsync、状態の記録を含み、プロセスの二巡目を数える。"
        "Debianのnfcapd {nfdump} にはzstdがないので、非圧縮のブロックを後の版と同じく一つずつ圧縮し、そのCPU時間を足した。"
        "各行の再現は `python -m bench 名前`。",
        "head": "| 問い | 目標 | 結果 | | 計測 |",
        "met": "達成",
        "missed": "未達",
        "decode": "{kind} の復号、CPU秒あたり百万フロー",
        "netflow": "v9の復号、PyPIの `netflow` の何倍か",
        "store": "データグラムからコミット済みParquetまで、v9、CPU秒あたり百万フロー",
        "cpu_zstd": "同上、zstd:1のnfcapdに対するCPU比",
        "cpu_lz4": "同上、LZ4のnfcapdに対するCPU比",
        "size": "フローあたりオクテット、v9、zstd:3のnfcapd比",
        "merged": "同上、まとめた時間帯",
        "lost": "毎秒{rate:,}個で送った{sent:,}個のうち失ったデータグラム（バッファー{buffer} MB、復号は並行）",
        "peer_lost": "同上、LZ4のnfcapd、パーセント",
        "receiver": "受信側、データグラムあたりCPU µs",
        "crash": "kill -9 を{points}回行って失った、または二重になった行",
        "conform": "### {captures}個のキャプチャーから見つけたレコード",
        "conform_intro": "ルーターとプローブのキャプチャーと手作りの境界例。正解は遅い復号器が作った。Noroshiは値の一つひとつまで等しくなければならない。"
        "ほかは個数だけを、オプションデータを含めるか除くかして比べる: Wireshark 4.0.17、nfdump 1.7.8、PyPIの `netflow` 0.12.2。各キャプチャーは `bench/results/conformance.json` にある。",
        "conform_head": "| 復号器 | キャプチャー | 一致 |",
    },
}


@dataclass(frozen=True, slots=True)
class Line:
    """One goal: what it asks, its bound (a lower one where `at_least`), and what was reached."""

    question: str
    goal: float | None
    reached: float
    source: str
    at_least: bool = False

    def is_met(self) -> bool | None:
        """Null where there is no goal."""
        if self.goal is None:
            return None
        return self.reached >= self.goal if self.at_least else self.reached <= self.goal


def flows_part(language: str, results: Path) -> list[str]:
    """Lines of the page; none where nothing was measured."""
    found = {
        file.stem: json.loads(file.read_text(encoding="utf-8")) for file in results.glob("*.json")
    }
    text = TEXT[language]
    lines = list(_lines(text, found))
    if not lines:
        return []
    nfdump = _text(found, "flow_store", "nfdump")
    rows = [row_of(text, line) for line in lines]
    head = "| --- | --- | --- | --- | --- |"
    return [
        text["title"],
        "",
        text["intro"].format(nfdump=nfdump),
        "",
        text["head"],
        head,
        *rows,
        "",
        *_conformance(text, found),
    ]


def _conformance(text: Mapping[str, str], found: Mapping[str, Figures]) -> list[str]:
    if "conformance" not in found:
        return []
    agreeing = cast("Mapping[str, Mapping[str, int]]", found["conformance"]["agreeing"])
    captures = agreeing["noroshi"]["captures"]
    return [
        text["conform"].format(captures=captures),
        "",
        text["conform_intro"],
        "",
        text["conform_head"],
        "| --- | --- | --- |",
        *(f"| {name} | {told['captures']} | {told['right']} |" for name, told in agreeing.items()),
        "",
    ]


def row_of(text: Mapping[str, str], line: Line) -> str:
    """A line of a table of goals."""
    met = line.is_met()
    verdict = "" if met is None else text["met" if met else "missed"]
    goal = "" if line.goal is None else f"{'≥' if line.at_least else '≤'} {_told(line.goal)}"
    return f"| {line.question} | {goal} | {_told(line.reached)} | {verdict} | {line.source} |"


def _told(number: float) -> str:
    return f"{number:,.0f}" if number >= 1000 else f"{number:g}"


def _lines(text: Mapping[str, str], found: Mapping[str, Figures]) -> Iterator[Line]:
    if "flow_decode" in found:
        for kind, goal in (
            ("v5", 5),
            ("v9", 5),
            ("ipfix", 5),
            ("ipfix-variable", 1.5),
            ("sflow", 1),
        ):
            rate = _number(found, "flow_decode", "kinds", kind, "noroshi", "million_per_cpu_s")
            yield Line(text["decode"].format(kind=kind), goal, rate, "flow_decode", at_least=True)
        times = _number(found, "flow_decode", "kinds", "v9", "times_netflow")
        yield Line(text["netflow"], 100, times, "flow_decode", at_least=True)
    if "flow_store" in found:
        v9 = ("flow_store", "kinds", "v9")
        rate = round(1 / _number(found, *v9, "noroshi", "cpu_s_per_million"), 3)
        yield Line(text["store"], 0.8, rate, "flow_store", at_least=True)
        for name, ratio, goal in (
            ("cpu_zstd", "cpu_to_zstd1_modelled", 1.2),
            ("cpu_lz4", "cpu_to_lz4", 2),
            ("size", "octets_to_zstd3_modelled", 0.7),
        ):
            yield Line(text[name], goal, _number(found, *v9, "ratios", ratio), "flow_store")
    if "query" in found:
        merged = _number(found, "query", "octets_per_flow", "merged_times_zstd_3")
        yield Line(text["merged"], 0.6, merged, "query")
    if "collect" in found:
        yield from _receiving(text, found["collect"])
    if "crash" in found:
        crash = found["crash"]
        parts = [part for part in crash.values() if isinstance(part, dict) and "doubled" in part]
        wrong = sum(int(part["lost"]) + int(part["doubled"]) for part in parts)
        yield Line(text["crash"].format(points=crash["points"]), 0, wrong, "crash")


def _receiving(text: Mapping[str, str], result: Figures) -> Iterator[Line]:
    fastest = cast("list[Figures]", result["receive"])[-1]
    ours = cast("Mapping[str, float]", fastest["noroshi"])
    lost = text["lost"].format(
        sent=ours["sent"], rate=ours["reached_pps"], buffer=result["buffer_mb"]
    )
    yield Line(lost, 0, ours["lost"], "collect")
    if "nfcapd_lz4" in fastest:
        peer = cast("Mapping[str, float]", fastest["nfcapd_lz4"])
        yield Line(text["peer_lost"], None, peer["lost_percent"], "collect")
    yield Line(text["receiver"], 3, ours["receiver_us_per_datagram"], "collect")


def _at(found: Mapping[str, Figures], *names: str) -> "Figures | float":
    value: Figures | float = cast("Figures", found)
    for name in names:
        value = cast("Figures", value)[name]
    return value


def _number(found: Mapping[str, Figures], *names: str) -> float:
    return float(cast("float", _at(found, *names)))


def _text(found: Mapping[str, Figures], *names: str) -> str:
    return str(_at(found, *names)) if names[0] in found else "1.7"
