"""State: how an item stands, by its rule and the newest results. What was not looked at has no state."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from noroshi.readiness.guide.catalogue import How, Item, Level, Rule, Technology, book, catalogue
from noroshi.readiness.guide.reading import Readings, SeenCheck
from noroshi.spine.model import Text
from noroshi.spine.store.readiness_results import KeptResult


class State(StrEnum):
    """How an item stands."""

    MET = "met"
    PARTLY = "partly"
    UNMET = "unmet"
    NO_DATA = "no-data"
    """No result that tells it."""
    MANUAL = "manual"
    """Nobody has declared it."""
    NOT_APPLICABLE = "not-applicable"


WORTH = {State.MET: 1.0, State.PARTLY: 0.5, State.UNMET: 0.0}
"""What a known state counts."""

DECLARABLE = (State.MET, State.PARTLY, State.UNMET, State.NOT_APPLICABLE)
"""What a person may declare."""

SHOWN = 2
"""Sentences that tell why; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemState:
    """The state of one item.

    Attributes:
        item: The item.
        state: How it stands.
        why: In a sentence.
        results: What it was judged by; empty without data.
    """

    item: Item
    state: State
    why: Text
    results: tuple[KeptResult, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether it counts in a score."""
        return self.state in WORTH

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        return {
            "item": self.item.code,
            "level": self.item.level.value,
            "effort": self.item.effort.value,
            "title": self.item.title.as_dict(),
            "state": self.state.value,
            "why": self.why.as_dict(),
            "runs": [result.run for result in self.results],
        }


def states_of(readings: Readings, technologies: Sequence[Technology] = ()) -> list[ItemState]:
    """The state of every item, in the order of the document."""
    chosen = technologies or catalogue()
    return [state_of(item, readings) for technology in chosen for item in technology.items]


def state_of(item: Item, readings: Readings) -> ItemState:
    """The state of an item. What a person declared holds for manual items, and takes any out as not applicable."""
    declared = readings.declarations.get(item.code)
    if declared and (item.rule.kind is How.MANUAL or declared.state == State.NOT_APPLICABLE):
        said = f"{declared.by}: {declared.note}" if declared.note else declared.by
        why = Text(ja=f"申告（{said}）", en=f"declared ({said})")
        return ItemState(
            item=item, state=State(declared.state), why=why, results=(declared.result,)
        )
    return _JUDGES[item.rule.kind](item, readings)


def follows(states: Sequence[ItemState]) -> bool:
    """Whether an operator follows the guideline: every Must item is met or does not apply."""
    good = {State.MET, State.NOT_APPLICABLE}
    return all(one.state in good for one in states if one.item.level is Level.MUST)


def _by_figure(item: Item, readings: Readings) -> ItemState:
    found = readings.named(item.rule.figure)
    if not found:
        return _without(item)
    good = [figure for figure in found if item.rule.holds(figure.value)]
    worst = next((figure for figure in found if figure not in good), found[0])
    shown = f"{worst.value:.4%}" if worst.is_share else f"{worst.value:,.0f}"
    name = book().figures[item.rule.figure]
    about = f"（{worst.result.subject}）" if worst.result.subject else ""
    about_en = f" ({worst.result.subject})" if worst.result.subject else ""
    limit = _limit(item.rule, is_share=worst.is_share)
    return ItemState(
        item=item,
        state=_of_share(len(good), len(found)),
        why=Text(
            ja=f"{name.ja}{about}：{shown}（条件 {limit.ja}）",
            en=f"{name.en}{about_en}: {shown} (wanted: {limit.en})",
        ),
        results=tuple(figure.result for figure in found),
    )


def _by_checks(item: Item, readings: Readings) -> ItemState:
    found = [
        check for check in readings.checks
        if check.result.topic == item.rule.topic and check.code.startswith(item.rule.codes)
    ]  # fmt: skip
    if not found:
        return _without(item)
    state = _of_levels({check.level for check in found})
    wrong = sorted(
        (check for check in found if check.level in {"bad", "warn", "unknown"}),
        key=lambda check: ("bad", "unknown", "warn").index(check.level),
    )
    why = _told(wrong) if wrong else Text(ja="指摘はない。", en="Nothing was found wrong.")
    results = {check.result.run: check.result for check in found}
    return ItemState(item=item, state=state, why=why, results=tuple(results.values()))


def _by_result(item: Item, readings: Readings) -> ItemState:
    found = readings.of(item.rule.topic)
    if not found:
        return _without(item)
    oldest = min(each.made_at for each in found)
    age = (readings.at - oldest).days
    is_young = readings.at - oldest <= timedelta(days=item.rule.days)
    return ItemState(
        item=item,
        state=State.MET if is_young else State.PARTLY,
        why=Text(
            ja=f"{age} 日前の結果がある（{item.rule.days} 日以内）。",
            en=f"There is a result of {age} days ago (at most {item.rule.days}).",
        ),
        results=tuple(found),
    )


def _by_hand(item: Item, readings: Readings) -> ItemState:  # noqa: ARG001  # one signature for all rules
    return ItemState(
        item=item,
        state=State.MANUAL,
        why=Text(ja="誰も申告していない。", en="Nobody has declared it."),
    )


_JUDGES: dict[How, Callable[[Item, Readings], ItemState]] = {
    How.FIGURE: _by_figure,
    How.CHECKS: _by_checks,
    How.RESULT: _by_result,
    How.MANUAL: _by_hand,
}


def _without(item: Item) -> ItemState:
    return ItemState(
        item=item,
        state=State.NO_DATA,
        why=Text(ja="結果がない。", en="There is no result."),
    )


def _of_share(good: int, all_: int) -> State:
    if good == all_:
        return State.MET
    return State.PARTLY if good else State.UNMET


def _of_levels(levels: set[str]) -> State:
    if "bad" in levels:
        return State.UNMET
    if "unknown" in levels:
        return State.NO_DATA
    return State.PARTLY if "warn" in levels else State.MET


def _told(checks: Sequence[SeenCheck]) -> Text:
    more = len(checks) - SHOWN
    shown = checks[:SHOWN]
    return Text(
        ja="".join(f"{one.subject}：{one.text.ja}" for one in shown) + (f"ほか {more} 件。" if more > 0 else ""),
        en=" ".join(f"{one.subject}: {one.text.en}" for one in shown) + (f" And {more} more." if more > 0 else ""),
    )  # fmt: skip


def _limit(rule: Rule, *, is_share: bool) -> Text:
    def written(value: float) -> str:
        return f"{100 * value:g} %" if is_share else f"{value:g}"

    if rule.at_most is not None:
        return Text(ja=f"{written(rule.at_most)} 以下", en=f"at most {written(rule.at_most)}")
    if rule.below is not None:
        return Text(ja=f"{written(rule.below)} 未満", en=f"below {written(rule.below)}")
    assert rule.at_least is not None
    return Text(ja=f"{written(rule.at_least)} 以上", en=f"at least {written(rule.at_least)}")
