"""How the demo speaks: progress, the ranked list beside the truth, and rows for machines."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from noroshi.cli.language import Language
from noroshi.jobs.demo import STAGES, DemoResult, Judged, Made, Told
from noroshi.spine.model import Finding

REASONS_SHOWN = 2

WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "make": "Make the day",
        "export": "Write datagrams",
        "import": "Import",
        "detect": "Detect",
        "report": "Write the report",
        "title": "Servers that command bots",
        "server": "Server",
        "class": "Class",
        "probability": "Probability",
        "why": "Why",
        "truth": "Truth",
        "false": "✗ no C&C server",
        "day": "{records:,} flow records of {subscribers:,} subscribers in {files} captures",
        "total": "Found {found} of {to_find} C&C servers, {false} false.",
        "missed": "Not found: {missed}",
        "page": "Report with pictures: {page}",
        "next": "The truth is in {truth}. Next: noroshi flows import {captures}",
    },
    "ja": {
        "make": "一日の通信を作る",
        "export": "データグラムを書き出す",
        "import": "取り込む",
        "detect": "検知する",
        "report": "報告書を書く",
        "title": "ボットを操るサーバ",
        "server": "サーバ",
        "class": "分類",
        "probability": "確率",
        "why": "理由",
        "truth": "正解",
        "false": "✗ C&Cサーバではない",
        "day": "加入者 {subscribers:,} 件、フロー {records:,} 件、キャプチャ {files} ファイル",
        "total": "C&Cサーバ {to_find} 台のうち {found} 台を発見、誤検知 {false} 台。",
        "missed": "見逃し: {missed}",
        "page": "図入りの報告書: {page}",
        "next": "正解は {truth} にあります。次は: noroshi flows import {captures}",
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


def show_result(console: Console, result: DemoResult, language: Language) -> None:
    """The ranked list beside the truth, totals and the report's place."""
    words = WORDS[language]
    _say(console, _day(result.made, words))
    console.print(ranked_table(result, language))
    _say(
        console,
        words["total"].format(found=result.found, to_find=result.to_find, false=result.false),
    )
    if result.missed:
        names = ", ".join(f"{c.endpoint} ({c.kind}, {c.family})" for c in result.missed)
        _say(console, words["missed"].format(missed=names))
    _say(console, words["page"].format(page=result.report))


def ranked_table(result: DemoResult, language: Language) -> Table:
    """Rank, server, class, probability, strongest reasons, truth."""
    words = WORDS[language]
    table = Table(title=words["title"], show_lines=True)
    table.add_column("#", justify="right")
    table.add_column(words["server"], overflow="fold")
    table.add_column(words["class"])
    table.add_column(words["probability"], justify="right")
    table.add_column(words["why"])
    table.add_column(words["truth"])
    for row in result.judged:
        table.add_row(
            str(row.rank),
            row.finding.subject.value,
            row.finding.label,
            f"{row.finding.score:.2f}",
            "\n".join(_reasons(row.finding, language)),
            _truth(row, words),
        )
    return table


def _reasons(finding: Finding, language: Language) -> list[str]:
    return [getattr(evidence.text, language) for evidence in finding.evidence[:REASONS_SHOWN]]


def _truth(row: Judged, words: Mapping[str, str]) -> str:
    if row.controller is None:
        return words["false"]
    return f"✓ {row.controller.kind} ({row.controller.family})"


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
        "seconds": {stage: round(result.seconds[stage], 2) for stage in STAGES},
    }
