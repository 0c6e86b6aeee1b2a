"""Demo: a made day from datagrams to an explained list, with the truth held against it.

The stages between the datagrams and the list are the product's own and come in as callables, so the
demo shows what an operator's day would show, and nothing more.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from noroshi.lab.export import Exported, export_records
from noroshi.lab.plan import Plan, make_day
from noroshi.lab.truth import Controller, Truth
from noroshi.spine.model import Finding, SubjectKind, Window

STAGES = ("make", "export", "import", "detect", "report", "publish")
"""Stages in order; the first two are the lab's, the rest the product's."""

Told = Callable[[str, float], None]
"""Called with a stage and 0.0 when it begins, 1.0 when it is done."""

Clock = Callable[[], float]
Given = TypeVar("Given")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """The product's own work.

    Attributes:
        take_in: Imports pcap files whose subscribers live in given ranges; gives rows kept.
        detect: Findings in a window at the shipped threshold, highest score first.
        report: Writes the page that shows findings beside the truth and gives its path.
        publish: Decides on the findings and brings the shared list up to date; gives its entries.
    """

    take_in: Callable[[Sequence[Path]], int]
    detect: Callable[[Window], Sequence[Finding]]
    report: Callable[[Sequence[Finding], Truth], Path]
    publish: Callable[[], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The made day on disk.

    Attributes:
        plan: What was asked for.
        truth: What there is to find.
        files: One capture per router.
        truth_file: The truth as JSON Lines, one server a line.
    """

    plan: Plan
    truth: Truth
    files: tuple[Exported, ...]
    truth_file: Path

    @property
    def records(self) -> int:
        """Flow records in all captures."""
        return sum(file.records for file in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A finding beside the truth: the controller at its address, or none where it is false."""

    rank: int
    finding: Finding
    controller: Controller | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResult:
    """What the demo came to.

    Attributes:
        made: The day.
        imported: Rows that the importer kept.
        judged: The ranked list beside the truth.
        missed: Controllers whose address is in no finding.
        report: The page with pictures.
        listed: Entries of the shared list.
        seconds: Duration of each stage.
    """

    made: Made
    imported: int
    judged: tuple[Judged, ...]
    missed: tuple[Controller, ...]
    report: Path
    listed: int
    seconds: Mapping[str, float]

    @property
    def to_find(self) -> int:
        """Number of controlling addresses."""
        return len(self.made.truth.addresses)

    @property
    def found(self) -> int:
        """Number of controlling addresses in the list."""
        return self.to_find - len({controller.endpoint.address for controller in self.missed})

    @property
    def false(self) -> int:
        """Number of listed servers that control nothing."""
        return sum(row.controller is None for row in self.judged)


@dataclass(slots=True)
class Course:
    """Runs stages one after the other and remembers how long each took."""

    told: Told
    clock: Clock = perf_counter
    seconds: dict[str, float] = field(default_factory=dict)

    def run(self, stage: str, work: Callable[[], Given]) -> Given:
        """Run one stage, telling its begin and end."""
        self.told(stage, 0.0)
        began = self.clock()
        given = work()
        self.seconds[stage] = self.clock() - began
        self.told(stage, 1.0)
        return given


def make_captures(plan: Plan, folder: Path, course: Course) -> Made:
    """Make the day and write its datagrams and its truth below a folder."""
    day = course.run("make", lambda: make_day(plan))
    files = course.run(
        "export",
        lambda: export_records(day.records(), plan.observation, plan.window.start_ms, folder),
    )
    truth_file = folder / "truth.jsonl"
    rows = (json.dumps(row, ensure_ascii=False) for row in day.truth.rows())
    truth_file.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return Made(plan=plan, truth=day.truth, files=files, truth_file=truth_file)


def run_demo(
    plan: Plan, folder: Path, stages: Stages, *, told: Told, clock: Clock = perf_counter
) -> DemoResult:
    """Make, export, import, detect, report, publish, and hold the list against the truth."""
    course = Course(told, clock)
    made = make_captures(plan, folder, course)
    paths = [file.path for file in made.files]
    imported = course.run("import", lambda: stages.take_in(paths))
    findings = course.run("detect", lambda: stages.detect(plan.window))
    report = course.run("report", lambda: stages.report(findings, made.truth))
    listed = course.run("publish", stages.publish)
    judged, missed = held_against(made.truth, findings)
    return DemoResult(
        made=made,
        imported=imported,
        judged=judged,
        missed=missed,
        report=report,
        listed=listed,
        seconds=course.seconds,
    )


def held_against(
    truth: Truth, findings: Sequence[Finding]
) -> tuple[tuple[Judged, ...], tuple[Controller, ...]]:
    """Findings beside the truth, and the controllers that none of them names.

    A finding is true when a controller lives at its address: no ordinary server of a made day does.
    """
    by_address = {c.endpoint.address: c for c in reversed(truth.controllers)}
    by_endpoint = {str(c.endpoint): c for c in truth.controllers}
    judged = tuple(
        Judged(
            rank=rank,
            finding=finding,
            controller=by_endpoint.get(finding.subject.value)
            or by_address.get(address_of(finding)),
        )
        for rank, finding in enumerate(findings, start=1)
    )
    named = {address_of(finding) for finding in findings}
    return judged, tuple(c for c in truth.controllers if c.endpoint.address not in named)


def address_of(finding: Finding) -> str:
    """The address that a finding is about, or its subject's text where that is none."""
    if finding.subject.kind is SubjectKind.ENDPOINT:
        return finding.subject.as_endpoint().address
    return finding.subject.value
