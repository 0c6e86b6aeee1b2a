"""Reading: figures, checks and gates out of kept results. What a result does not hold is not made up."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from noroshi.readiness.guide.topic import DECLARED
from noroshi.spine.model import Text
from noroshi.spine.store.readiness_results import KeptResult, Row

ENFORCED = frozenset({"quarantine", "reject"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number, and the run that it comes from.

    Attributes:
        name: Stable name, `rpki.own-invalid`.
        value: The number; a share as 0 to 1.
        result: Where it comes from.
    """

    name: str
    value: float
    result: KeptResult

    @property
    def is_share(self) -> bool:
        """Whether it is told in per cent."""
        return self.name.endswith(("-share", "-high"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenCheck:
    """One check of a result.

    Attributes:
        code: Its code.
        level: `good`, `note`, `warn`, `bad` or `unknown`.
        subject: What was looked at.
        text: What was seen.
        remedy: What to do; null for nothing.
        result: Where it comes from.
    """

    code: str
    level: str
    subject: str
    text: Text
    remedy: Text | None
    result: KeptResult


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenGate:
    """What the gate of a stage said.

    Attributes:
        subject: What it is about.
        stage: Where it stands; empty before the first.
        following: The next stage; empty at the end.
        is_open: Whether it may be taken.
        why: In a sentence.
        result: Where it comes from.
    """

    subject: str
    stage: str
    following: str
    is_open: bool
    why: Text
    result: KeptResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a person declared about an item."""

    item: str
    state: str
    note: str
    by: str
    result: KeptResult


class Readings:
    """All that the newest results say.

    Args:
        results: The newest of each topic and subject.
        at: When they are read, to tell how old they are.
    """

    def __init__(self, results: Sequence[KeptResult], at: datetime) -> None:
        self.results = tuple(results)
        self.at = at
        self.figures = tuple(figure for each in results for figure in _figures(each))
        self.checks = tuple(check for each in results for check in _checks(each))
        self.gates = tuple(gate for each in results for gate in _gates(each))
        self.declarations = {one.item: one for each in results for one in _declarations(each)}

    def of(self, topic: str) -> list[KeptResult]:
        """The newest results of a topic, by subject."""
        return [each for each in self.results if each.topic == topic]

    def named(self, name: str) -> list[Figure]:
        """A figure, once for each subject."""
        return [figure for figure in self.figures if figure.name == name]

    def of_technology(self, technology: str) -> list[KeptResult]:
        """The newest results of a technology."""
        return [each for each in self.results if each.topic.startswith(f"{technology}.")]


def rows_of(result: KeptResult, kind: str) -> list[Row]:
    """Rows of a result that say that they are of a kind."""
    return [row for row in result.rows if row.get("kind") == kind]


def number(value: object) -> float | None:
    """A number of a row; null where it holds something else."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else None  # type: ignore[arg-type]  # a number, as was just seen


def text_of(value: object) -> Text | None:
    """A sentence of a row; null where it holds none."""
    if isinstance(value, Mapping) and value.get("ja") and value.get("en"):
        return Text(ja=str(value["ja"]), en=str(value["en"]))
    return None


def _figures(result: KeptResult) -> Iterator[Figure]:
    reader = _READERS.get(result.topic)
    for name, value in reader(result) if reader else ():
        if value is not None:
            yield Figure(name=name, value=value, result=result)


Found = Iterator[tuple[str, float | None]]


def _of_validation(result: KeptResult) -> Found:
    for row in rows_of(result, "states"):
        for name in ("routes", "valid", "invalid", "not-found"):
            yield f"rpki.{name}", number(row.get(name))
    for row in rows_of(result, "own-states"):
        for name in ("valid", "invalid", "not-found"):
            yield f"rpki.own-{name}", number(row.get(name))


def _of_plan(result: KeptResult) -> Found:
    yield "rpki.roas", len(rows_of(result, "roa"))
    yield "rpki.withheld", len(rows_of(result, "withheld"))
    yield "rpki.loose", len(rows_of(result, "loose"))


def _of_simulation(result: KeptResult) -> Found:
    for row in rows_of(result, "total"):
        shares = row.get("shares")
        if row.get("stage") == "drop" and isinstance(shares, Mapping):
            for fate in ("lost", "other-as", "same-as"):
                yield f"rpki.{fate}-share", number(shares.get(fate))


def _of_configuration(result: KeptResult) -> Found:
    for row in result.rows:
        if row.get("checked") is not None:  # null: no parser was at hand, so nothing is known
            yield "rpki.accepted-configurations", float(row["checked"] is True)


def _of_forecast(result: KeptResult) -> Found:
    for row in result.rows:
        for name, key in (
            ("legitimate", "legitimate"), ("loss-share", "share"), ("loss-high", "high"),
            ("spoofed", "spoofed"), ("unknown", "unknown"), ("clean-days", "clean_days"),
        ):  # fmt: skip
            yield f"mail.{name}", number(row.get(key))


def _of_mail_stage(result: KeptResult) -> Found:
    for row in result.rows:
        yield "mail.enforced", float(row.get("stage") in ENFORCED)


_READERS: dict[str, Callable[[KeptResult], Found]] = {
    "rpki.validate": _of_validation,
    "rpki.plan": _of_plan,
    "rpki.simulate": _of_simulation,
    "rpki.configure": _of_configuration,
    "mail.forecast": _of_forecast,
    "mail.stage": _of_mail_stage,
}


def _checks(result: KeptResult) -> Iterator[SeenCheck]:
    for row in result.rows:
        inside = row.get("checks")
        for each in inside if isinstance(inside, list) else [row]:
            text = text_of(each.get("text")) if isinstance(each, Mapping) else None
            code = each.get("code") if isinstance(each, Mapping) else None
            if text is None or not isinstance(code, str):
                continue
            yield SeenCheck(
                code=code,
                level=str(each.get("level", "unknown")),
                subject=str(each.get("domain") or each.get("subject") or result.subject),
                text=text,
                remedy=text_of(each.get("remedy")),
                result=result,
            )


def _gates(result: KeptResult) -> Iterator[SeenGate]:
    for row in result.rows:
        why = text_of(row.get("why"))
        if why is not None and isinstance(row.get("open"), bool):
            yield SeenGate(
                subject=str(row.get("domain") or row.get("subject") or result.subject),
                stage=str(row.get("stage") or ""),
                following=str(row.get("next") or ""),
                is_open=bool(row["open"]),
                why=why,
                result=result,
            )


def _declarations(result: KeptResult) -> Iterator[Declaration]:
    if result.topic == DECLARED:
        for row in result.rows:
            yield Declaration(
                item=result.subject,
                state=str(row.get("state", "")),
                note=str(row.get("note", "")),
                by=str(row.get("by", "")),
                result=result,
            )
