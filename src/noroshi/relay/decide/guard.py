"""Guard: a list that changes too much in one step waits for a person."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from noroshi.relay.decide.policy import SharePolicy
from noroshi.relay.decide.step import Outcome, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """What may go out of a step, and what waits.

    Attributes:
        steps: All steps; those that wait have the outcome `held`.
        waiting: Live entries before and after, of each list that waits.
    """

    steps: list[Step]
    waiting: Mapping[str, tuple[int, int]]


def guard(
    steps: Iterable[Step],
    live: Mapping[str, int],
    policy: SharePolicy,
    *,
    released: Collection[str] = (),
) -> Guarded:
    """Hold what policy adds and takes away where it is too much of a list at once.

    What a person took back, what may never leave, what has expired and what is renewed goes out in
    any case. The first edition of an empty list is no change.

    Args:
        steps: What shall become of the entries.
        live: Live entries of each list now.
        policy: From which share, and which size, a list waits.
        released: Lists that a person lets go out.
    """
    by_list: dict[str, list[Step]] = defaultdict(list)
    for one in steps:
        by_list[one.collection].append(one)
    guarded: list[Step] = []
    waiting: dict[str, tuple[int, int]] = {}
    for name, mine in by_list.items():
        before = live.get(name, 0)
        added = sum(one.guarded and one.outcome is Outcome.ADDED for one in mine)
        taken = sum(one.guarded and one.outcome is Outcome.WITHDRAWN for one in mine)
        large = max(before, before + added - taken) >= policy.step_entries
        too_much = before > 0 and large and added + taken > policy.step_share * before
        if too_much and name not in released:
            waiting[name] = before, before + added - taken
            guarded.extend(
                replace(one, outcome=Outcome.HELD) if one.guarded else one for one in mine
            )
        else:
            guarded.extend(mine)
    return Guarded(steps=guarded, waiting=waiting)
