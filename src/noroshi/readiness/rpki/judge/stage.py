"""Stage: where a router stands on the way to dropping invalid routes, and whether it may go on.

The way is the guideline's: count them, use them last, drop them from peers, drop them from everyone. Dropping
from peers only is weighed as dropping from everyone: a table does not tell what else a peer would take along.
"""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from noroshi.readiness.check import Check, Level, say, worst
from noroshi.readiness.rpki.configure.wish import Treatment, Wish
from noroshi.readiness.rpki.judge.evidence import Evidence, GateLimits, ValidatorSeen
from noroshi.readiness.stage import Stage
from noroshi.spine.model import Text

MOST_NAMED = 5
"""Customers that a sentence names."""


class Step(StrEnum):
    """The steps in their order."""

    TAG = "tag"
    PREFER = "prefer"
    DROP_PEERS = "drop-peers"
    DROP = "drop"


ORDER = tuple(Step)
_DROPS = frozenset({Step.DROP_PEERS, Step.DROP})


def after(step: Step | None) -> Step | None:
    """The step that follows; null at the end."""
    at = ORDER.index(step) + 1 if step else 0
    return ORDER[at] if at < len(ORDER) else None


def before(step: Step | None) -> Step | None:
    """The step to go back to; null at the start."""
    at = ORDER.index(step) if step else 0
    return ORDER[at - 1] if at else None


def wish_at(step: Step, wish: Wish, peers: frozenset[str]) -> Wish:
    """What a router is to do at a step.

    Args:
        step: The step.
        wish: The router and its sessions.
        peers: Addresses of the sessions that drop first.
    """
    if step is not Step.DROP_PEERS:
        treatment = Treatment.DROP if step is Step.DROP else Treatment(step.value)
        plain = tuple(replace(one, treatment=None) for one in wish.neighbours)
        return replace(wish, treatment=treatment, neighbours=plain)
    sessions = tuple(
        replace(one, treatment=Treatment.DROP if str(one.address) in peers else None)
        for one in wish.neighbours
    )
    return replace(wish, treatment=Treatment.PREFER, neighbours=sessions)


def stage(
    subject: str, step: Step | None, checks: list[Check], *, publish: str, back: str
) -> Stage:
    """Where a router stands and what its gate says.

    Args:
        subject: The router.
        step: Where it stands; null before the first.
        checks: Of the gate to the next step.
        publish: Configuration of the next step.
        back: Configuration of the step before.
    """
    following = after(step)
    shut = [check for check in checks if check.level not in {Level.GOOD, Level.NOTE}]
    return Stage(
        subject=subject,
        step=step,
        following=following,
        is_open=following is not None and not shut,
        why=_why(following, shut, checks),
        publish=publish if following else "",
        back=back if before(step) else "",
    )


def _why(following: Step | None, shut: list[Check], checks: list[Check]) -> Text:
    if following is None:
        return Text(ja="最後の段階にいる。", en="This is the last step.")
    if shut:
        level = worst([check.level for check in shut])
        first = next(check for check in shut if check.level is level)
        return Text(
            ja=f"門は閉じている（{len(shut)} 件）：{first.text.ja}",
            en=f"The gate is shut ({len(shut)} of {len(checks)} checks): {first.text.en}",
        )
    return Text(
        ja=f"{following} への門は開いている（{len(checks)} 件すべて）。",
        en=f"The gate to {following} is open: all {len(checks)} checks pass.",
    )


def gate(step: Step | None, known: Evidence, limits: GateLimits, subject: str) -> Iterator[Check]:
    """The checks of the gate behind a step.

    Args:
        step: Where the router stands.
        known: What is known; days and customers as the next step would hit them.
        limits: What is asked for.
        subject: The router.
    """
    following = after(step)
    if following is None:
        return
    yield from _validators(known.validators, limits, subject)
    if following in _DROPS:
        yield _days(known, limits, subject)
        yield _customers(known, limits, subject)


def _validators(
    seen: tuple[ValidatorSeen, ...], limits: GateLimits, subject: str
) -> Iterator[Check]:
    working = [one for one in seen if not one.failure]
    two = len(working) > 1
    yield say(
        "rov.validators", Level.GOOD if two else Level.BAD, subject,
        (f"応える検証器は {len(working)} 台。", f"{len(working)} validators answer."),
        remedy=None if two else ("別の実装の検証器をもう一台動かす。", "Run a second validator, of another make."),
        source="RFC 7115 section 3",
    )  # fmt: skip
    for one in seen:
        yield _validator(one, limits, subject)


def _validator(one: ValidatorSeen, limits: GateLimits, subject: str) -> Check:
    code, name = "rov.freshness", one.name
    if one.failure:
        return say(
            code, Level.BAD, subject, (f"{name} は読めない：{one.failure}", f"{name} gives nothing: {one.failure}"),
            remedy=("検証器とその出力を調べる。", "Look at the validator and what it writes."),
        )  # fmt: skip
    if one.age_s is not None and one.age_s > limits.age_s:
        return say(
            code, Level.BAD, subject,
            (f"{name} は {one.age_s / 3600:,.1f} 時間前のもの。", f"{name} is {one.age_s / 3600:,.1f} hours old."),
            remedy=("検証器が動いているか調べる。", "See whether the validator runs."),
        )  # fmt: skip
    if one.expired > limits.expired * one.vrps:
        return say(
            code, Level.BAD, subject,
            (f"{name} の VRP {one.vrps:,} 件のうち {one.expired:,} 件が期限切れ。",
             f"{one.expired:,} of {one.vrps:,} VRPs of {name} have expired."),
            remedy=("検証器が動いているか調べる。", "See whether the validator runs."),
        )  # fmt: skip
    if one.differs > limits.differs:
        return say(
            "rov.agreement", Level.BAD, subject,
            (f"{name} は最初の検証器と {one.differs:.2%} 食い違う。",
             f"{name} differs from the first validator by {one.differs:.2%}."),
            remedy=("どちらのトラストアンカーとリポジトリが欠けているか比べる。",
                    "Compare which trust anchor or repository one of them lacks."),
        )  # fmt: skip
    return say(
        code, Level.GOOD, subject,
        (f"{name}：VRP {one.vrps:,} 件、新しく、食い違い {one.differs:.2%}。",
         f"{name}: {one.vrps:,} VRPs, fresh, {one.differs:.2%} apart."),
    )  # fmt: skip


def _days(known: Evidence, limits: GateLimits, subject: str) -> Check:
    clean = 0
    for day in reversed(known.days):
        if day.share >= limits.lost:
            break
        clean += 1
    last = known.days[-1].share if known.days else 0.0
    enough = clean >= limits.days
    return say(
        "rov.lost", Level.GOOD if enough else Level.BAD if known.days else Level.UNKNOWN, subject,
        (f"届かなくなるのは最後の日で {last:.4%}。{limits.lost:.4%} 未満の日が {clean} 日続く（{limits.days} 日要る）。",
         (f"{last:.4%} of the last day's octets would be lost; {clean} days in a row are below {limits.lost:.4%}"
         f" ({limits.days} are needed).")),
        remedy=None if enough else (
            "simulate で届かなくなる経路を見て、広告元に ROA を直してもらう。例外は SLURM に書く。",
            "See with simulate which routes are lost and have their holders mend the ROAs; exceptions go into SLURM."),
    )  # fmt: skip


def _customers(known: Evidence, limits: GateLimits, subject: str) -> Check:
    hit = list(known.customers_hit)
    named = ", ".join(hit[:MOST_NAMED])
    fine = len(hit) <= limits.customers
    return say(
        "rov.customers", Level.GOOD if fine else Level.BAD, subject,
        (f"何かが届かなくなる顧客は {len(hit)} 者{f'：{named}' if hit else ''}。",
         f"{len(hit)} customers would lose something{f': {named}' if hit else ''}."),
        remedy=None if fine else ("先に知らせ、届かなくなる経路の ROA を直してもらう。",
                                  "Tell them first, and have the ROAs of the lost routes mended."),
    )  # fmt: skip
