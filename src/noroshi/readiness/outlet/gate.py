"""Gate: whether an outlet may take its next step, and which command goes on or back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from noroshi.readiness.stage import Stage
from noroshi.spine.home.acts import Acting
from noroshi.spine.model import Act, Outlet, Text

COUNTED_WITHIN = timedelta(hours=24)
"""An older count says nothing of today's list."""

_ORDER = tuple(Act)
_COMMAND = "noroshi readiness outlet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the settings ask of a step.

    Attributes:
        least_hours: At each step before the next.
        most_collateral: Share of the touched octets that may belong to others.
    """

    least_hours: int
    most_collateral: float


def stage_of(outlet: Outlet, acting: Acting, limits: Limits, at: datetime) -> Stage:
    """Where an outlet stands, and what its gate says."""
    place = _ORDER.index(acting.act)
    following = _ORDER[place + 1] if place + 1 < len(_ORDER) else None
    is_open, why = _gate(outlet, acting, following, limits, at)
    return Stage(
        subject=outlet,
        step=acting.act,
        following=following,
        is_open=is_open,
        why=why,
        publish=f"{_COMMAND} stage {outlet} {following}" if following else "",
        back=f"{_COMMAND} withdraw {outlet}" if acting.act is not Act.OFF else "",
    )


def _gate(
    outlet: Outlet, acting: Acting, following: Act | None, limits: Limits, at: datetime
) -> tuple[bool, Text]:
    if following is None:
        return False, Text(ja="最後の段階にいる。", en="This is the last step.")
    if acting.act is Act.OFF:
        return True, Text(
            ja="記録だけの段階は何も止めない。", en="The first step only logs: it stops nothing."
        )
    if acting.since is None or at - acting.since < timedelta(hours=limits.least_hours):
        return False, Text(
            ja=f"この段階に {limits.least_hours} 時間いてから進む。",
            en=f"It stays at this step for {limits.least_hours} hours first.",
        )
    counted = "hits LOG" if outlet is Outlet.RPZ else f"simulate {outlet}"
    touched = acting.touched
    if touched is None or at - touched.at > COUNTED_WITHIN:
        return False, Text(
            ja=f"この 24 時間に何に触れるかを数えていない。先に {_COMMAND} {counted} を実行する。",
            en=f"Nobody counted in the last 24 hours what it touches; run: {_COMMAND} {counted}",
        )
    share = touched.collateral_share
    if share > limits.most_collateral:
        return False, Text(
            ja=f"巻き添えになる通信が {share:.2%} あり、上限 {limits.most_collateral:.2%} を超える。",
            en=f"{share:.2%} of the touched traffic belongs to others; the limit is {limits.most_collateral:.2%}.",
        )
    return True, Text(
        ja=f"触れる加入者は {touched.clients:,}、巻き添えは {share:.2%} で、門は開いている。",
        en=f"It touches {touched.clients:,} subscribers, {share:.2%} of the traffic belongs to others: the gate is open.",
    )
