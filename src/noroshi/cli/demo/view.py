"""How the demo speaks: progress, the ranked list beside the truth, and rows for machines."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from noroshi.cli.c2.detect import lines_of, print_hanging
from noroshi.cli.language import Language
from noroshi.jobs.demo.course import STAGES, DemoResult, Judged, Made, Told
from noroshi.lab.truth import Controller, kind_text

REASONS_SHOWN = 2
ROWS_SHOWN = 20
ENDPOINTS_SHOWN = 3

WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "make": "Make the day",
        "export": "Write datagrams",
        "import": "Import",
        "detect": "Detect",
        "report": "Write the report",
        "publish": "Publish the list",
        "false": "✗ no C&C server",
        "day": "{records:,} flow records of {subscribers:,} subscribers in {files} captures",
        "total": "Found {found} of {to_find} C&C servers, {false} false.",
        "missed": "Not found: {family} ({kind}): {servers}",
        "more": "… {more:,} more; the report and --json give all",
        "page": "Report with pictures: {page}",
        "list": "{listed} servers stand on the shared list. The console shows them: noroshi --home {home} up",
        "next": "The truth is in {truth}. Next: noroshi flows import {captures}",
    },
    "ja": {
        "make": "一日の通信を作る",
        "export": "データグラムを書き出す",
        "import": "取り込む",
        "detect": "検知する",
        "report": "報告書を書く",
        "publish": "一覧に載せる",
        "false": "✗ C&Cサーバではない",
        "day": "加入者 {subscribers:,} 件、フロー {records:,} 件、キャプチャ {files} ファイル",
        "total": "C&Cサーバ {to_find} 台のうち {found} 台を発見、誤検知 {false} 台。",
        "missed": "見逃し：{family}（{kind}）：{servers}",
        "more": "… ほか {more:,} 台。全部は報告書か --json で",
        "page": "図入りの報告書：{page}",
        "list": "共有一覧に {listed} 台。コンソールで見るには：noroshi --home {home} up",
        "next": "正解は {truth} にあります。次は：noroshi flows import {captures}",
    },
}


@contextmanager
def progress_of(console: Console, language: Language) -> Iterator[Told]:
    """A line per stage on the console, with its time."""
    tasks: dict[str, TaskID] = {}
    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:

        def told(stage: str, done: float) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(WORDS[language][stage], total=1.0)
            progress.update(tasks[stage], completed=done)

        yield told


def show_made(console: Console, made: Made, language: Language) -> None:
    """What was made, and what to do with it."""
    words = WORDS[language]
    _say(console, _day(made, words))
    captures = made.files[0].path.parent / "*.pcap"
    _say(console, words["next"].format(truth=made.truth_file, captures=captures))


def show_result(console: Console, result: DemoResult, language: Language, home: Path) -> None:
    """The ranked list beside the truth, totals, the report's place and the way to the console."""
    words = WORDS[language]
    _say(console, _day(result.made, words))
    for row in result.judged[:ROWS_SHOWN]:
        print_hanging(console, lines_beside_truth(row, language))
    if len(result.judged) > ROWS_SHOWN:
        _say(console, words["more"].format(more=len(result.judged) - ROWS_SHOWN))
    total = words["total"].format(found=result.found, to_find=result.to_find, false=result.false)
    _say(console, total)
    for line in missed_lines(result.missed, language):
        _say(console, line)
    _say(console, words["page"].format(page=result.report))
    _say(console, words["list"].format(listed=result.listed, home=home))


def lines_beside_truth(row: Judged, language: Language) -> list[str]:
    """A finding as `c2 detect` shows it, with the truth at the end of its first line."""
    return lines_of(
        row.rank, row.finding, language, most=REASONS_SHOWN, mark=escape(truth_mark(row, language))
    )


def truth_mark(row: Judged, language: Language) -> str:
    """The botnet's made name, with its way of control where the class says another."""
    controller = row.controller
    if controller is None:
        return WORDS[language]["false"]
    if controller.kind == row.finding.label:
        return f"✓ {controller.family}"
    return f"✓ {controller.family} ({kind_text(controller.kind).said(language)})"


def missed_lines(missed: Sequence[Controller], language: Language) -> Iterator[str]:
    """What was not found, one line a botnet."""
    words = WORDS[language]
    for (family, kind), servers in groupby(missed, key=lambda c: (c.family, c.kind)):
        endpoints = [str(controller.endpoint) for controller in servers]
        shown = ", ".join(endpoints[:ENDPOINTS_SHOWN])
        if len(endpoints) > ENDPOINTS_SHOWN:
            shown += f" … ({len(endpoints)})"
        spoken = kind_text(kind).said(language)
        yield words["missed"].format(family=family, kind=spoken, servers=shown)


def _day(made: Made, words: Mapping[str, str]) -> str:
    return words["day"].format(
        records=made.records, subscribers=made.plan.subscribers, files=len(made.files)
    )


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def made_rows(made: Made) -> Iterator[dict[str, object]]:
    """One object a capture."""
    for file in made.files:
        yield {
            "file": str(file.path),
            "version": str(file.version),
            "datagrams": file.datagrams,
            "records": file.records,
            "packets": file.packets,
            "octets": file.octets,
        }


def result_rows(result: DemoResult) -> Iterator[dict[str, object]]:
    """One object a finding, highest first, each with its truth; then one with the totals."""
    for row in result.judged:
        controller = row.controller
        truth = (
            None if controller is None else {"kind": controller.kind, "family": controller.family}
        )
        yield row.finding.as_dict() | {"rank": row.rank, "truth": truth}
    yield {
        "found": result.found,
        "to_find": result.to_find,
        "false": result.false,
        "missed": [controller.endpoint.as_dict() for controller in result.missed],
        "records": result.made.records,
        "imported": result.imported,
        "report": str(result.report),
        "listed": result.listed,
        "seconds": {stage: round(result.seconds[stage], 2) for stage in STAGES},
    }
