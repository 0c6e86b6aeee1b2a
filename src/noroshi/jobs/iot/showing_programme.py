"""Showing the programme: from addresses asked to devices mended, by the rows that its figures count."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from noroshi.iot.evaluate.programme import Progress
from noroshi.iot.report.device import Device
from noroshi.jobs.iot.desk import followed_rows, progress_of
from noroshi.jobs.iot.following_up import Remediation, follow_up
from noroshi.jobs.iot.looking_again import JOB as LOOK
from noroshi.jobs.iot.surveying import ROUND, ShardStatus
from noroshi.jobs.kpi.counting import COUNTS, counted_runs
from noroshi.spine.home import Home
from noroshi.spine.model import fiscal_year, year_window
from noroshi.spine.store import Store
from noroshi.spine.store.line_cases import LineChoice
from noroshi.spine.store.members import Operators

STEPS = {
    "surveyed": COUNTS["iot.addresses-surveyed"],
    "answered": counted_runs(ROUND, "answered"),
    "told": COUNTS["iot.notices"],
    "looked": counted_runs(LOOK, "looked"),
    "fixed": COUNTS["iot.fixed-devices"],
}
"""How each step is counted; weak devices are those that the home keeps."""

ORDER = ("surveyed", "answered", "weak", "told", "looked", "fixed")
GROUPS = ("channel", "arm", "operator", "maker")
"""What curves are drawn by."""

CONTROL = "none"
"""Group of devices that were not told, by arm and channel."""

FEWEST = 2
"""Devices of a group that make a curve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A round of a survey as it stands here.

    Attributes:
        scope: Name of its scope's folder: id, and the begin of its digest.
        name: Of the round.
        targets: Addresses of the shards that were begun here.
        settled: Those of them that are over.
        sent: Probes.
        answered: Services that said something.
        reason: Why it ended; empty while it runs, or where its process was killed.
        at: When that was last told.
    """

    scope: str
    name: str
    targets: int
    settled: int
    sent: int
    answered: int
    reason: str
    at: datetime

    @property
    def share(self) -> float:
        """How much of it is over, 0 to 1."""
        return self.settled / self.targets if self.targets else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorRow:
    """Devices of one operator: kept, weak, those that meet listed servers, and how far its cases are."""

    operator: str
    devices: int
    weak: int
    meeting: int
    cases: Progress


def funnel_of(store: Store, devices: Sequence[Device], at: datetime) -> dict[str, int | None]:
    """Each step of this fiscal year in order; null where nothing was counted yet."""
    window = year_window(fiscal_year(at))
    found: dict[str, int | None] = {}
    for name, count in STEPS.items():
        counted = count(store, window, at)
        found[name] = None if counted is None else int(counted.numerator)
    found["weak"] = sum(one.is_weak for one in devices) if devices else None
    return {name: found[name] for name in ORDER}


def rounds_of(home: Home) -> tuple[Round, ...]:
    """Rounds that lie in the home, the newest first; damaged progress files are passed over."""
    made = []
    for plan in home.surveys.glob("*/*/plan.json"):
        shards = [one for path in plan.parent.glob("progress-*.json") for one in _status(path)]
        if shards:
            made.append(_round(plan.parent, shards))
    return tuple(sorted(made, key=lambda one: one.at, reverse=True))


def operators_of(
    store: Store, devices: Sequence[Device], only: str | None
) -> tuple[OperatorRow, ...]:
    """A row an operator that has devices or cases, most weak devices first; null for all."""
    kept = [one for one in devices if one.operator and only in {None, one.operator}]
    names = [one.id for one in Operators(store.database).all() if only in {None, one.id}]
    cases = {name: progress_of(store, LineChoice(operator_id=name)) for name in names}
    owners = {one.operator for one in kept}
    rows = [
        OperatorRow(
            operator=name,
            devices=sum(one.operator == name for one in kept),
            weak=sum(one.operator == name and one.is_weak for one in kept),
            meeting=sum(one.operator == name and one.servers > 0 for one in kept),
            cases=cases[name],
        )
        for name in names
        if name in owners or cases[name].devices
    ]
    return tuple(sorted(rows, key=lambda one: (-one.meeting, -one.weak, one.operator)))


def curves_of(store: Store, by: str, only: str | None) -> list[Remediation]:
    """Curves of the devices that cases follow, one a group of at least `FEWEST` devices.

    Arms and channels are held against the devices that were not told, operators and makers against
    all the others.
    """
    rows = list(followed_rows(store, LineChoice(operator_id=only)))
    sizes = Counter(str(row[by]) for row in rows)
    kept = [row for row in rows if sizes[str(row[by])] >= FEWEST]
    groups = {str(row[by]) for row in kept}
    told = by in {"arm", "channel"}
    control = CONTROL if told and CONTROL in groups else None
    lines = [msgspec.json.encode(row) for row in kept]
    return follow_up(lines, by=by, control=control, refused=Counter(), others=not told)


def _status(path: Path) -> Iterator[ShardStatus]:
    try:
        yield msgspec.json.decode(path.read_bytes(), type=ShardStatus)
    except (OSError, msgspec.DecodeError):
        return


def _round(folder: Path, shards: Sequence[ShardStatus]) -> Round:
    reasons = {one.reason for one in shards}
    return Round(
        scope=folder.parent.name,
        name=folder.name,
        targets=sum(one.targets for one in shards),
        settled=sum(one.settled for one in shards),
        sent=sum(one.sent for one in shards),
        answered=sum(one.answered for one in shards),
        reason=reasons.pop() if len(reasons) == 1 else "",
        at=max(one.at for one in shards),
    )
