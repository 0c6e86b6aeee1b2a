"""Watch: what changed between two looks: lost VRPs, own routes that turned, new origins, ROAs that end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from noroshi.readiness.check import Check, Level, say
from noroshi.readiness.rpki.look import Look
from noroshi.spine.model import rfc3339


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchLimits:
    """What is a change worth telling.

    Attributes:
        loss: Part of all VRPs that may vanish between two looks, as the server's guard has it.
        anchor_loss: Part of one trust anchor's; small ones vary more.
    """

    loss: float = 0.02
    anchor_loss: float = 0.05


def watch(last: Look | None, now: Look, own: Sequence[int], limits: WatchLimits) -> Iterator[Check]:
    """What changed since the last good look.

    Args:
        last: Null before the first.
        now: The new one.
        own: The own ASes.
        limits: What is a change.
    """
    losses = list(_losses(last, now, limits)) if last else []
    yield from losses
    yield from _turned(last, now, set(own), anew=bool(losses))
    yield from _origins(last, now, set(own))
    yield from _ends(now)


def is_sound(checks: Sequence[Check]) -> bool:
    """Whether a look may become the one that the next is compared with."""
    return not any(check.code == "vrps.sudden-loss" for check in checks)


def _losses(last: Look, now: Look, limits: WatchLimits) -> Iterator[Check]:
    bounds = [("", last.vrps, now.vrps, limits.loss)]
    bounds += [
        (anchor, count, now.anchors.get(anchor, 0), limits.anchor_loss)
        for anchor, count in sorted(last.anchors.items())
        if now.anchors  # a source that stopped telling anchors has not lost them
    ]
    for anchor, before, after, bound in bounds:
        if after < before * (1 - bound):
            gone = before - after
            yield say(
                "vrps.sudden-loss", Level.BAD, anchor or "all",
                ((f"{anchor or '全体'}の VRP が {before:,} 件から {after:,} 件へ減った（{gone / before:.1%}）。"
                 "前の観測を基準として残す。"),
                 (f"VRPs of {anchor or 'all trust anchors'} fell from {before:,} to {after:,} ({gone / before:.1%});"
                 " the look before stays the measure.")),
                remedy=("検証器とトラストアンカーを調べる。正しければ --accept で受け入れる。",
                        "Look at the validator and the trust anchor; if it is right, accept it with --accept."),
            )  # fmt: skip


def _turned(last: Look | None, now: Look, own: set[int], *, anew: bool) -> Iterator[Check]:
    for key, state in sorted(now.routes.items()):
        prefix, origin = key.split()
        before = last.routes.get(key) if last else None
        if int(origin) not in own or state == "valid":
            continue
        if state == "invalid":
            was = {"ja": f"（前は {before}）", "en": f" (was {before})"} if before not in {None, state} else {"ja": "", "en": ""}  # fmt: skip
            yield say(
                "own.invalid", Level.BAD, prefix,
                (f"自網の {prefix} AS{origin} は invalid{was['ja']}。", f"Your {prefix} AS{origin} is invalid{was['en']}."),
                remedy=("ROA を直す。理由は validate が示す。", "Mend the ROA; validate tells the reason."),
            )  # fmt: skip
        elif before == "valid":
            told = (
                "VRP が一斉に減っているので、まずそれを調べる。",
                "VRPs vanished everywhere: look at that first.",
            )
            ours = (
                "ROA が消えたか期限が切れた。登録を調べる。",
                "The ROA is gone or has ended: look at the registry.",
            )
            yield say(
                "own.not-found", Level.WARN if anew else Level.BAD, prefix,
                (f"自網の {prefix} AS{origin} は valid から not-found になった。",
                 f"Your {prefix} AS{origin} turned from valid to not found."),
                remedy=told if anew else ours,
            )  # fmt: skip


def _origins(last: Look | None, now: Look, own: set[int]) -> Iterator[Check]:
    known = set(last.routes) if last else set()
    for key in sorted(set(now.routes) - known):
        prefix, origin = key.split()
        if int(origin) in own:
            continue
        whose = f"AS{origin}" if int(origin) > 0 else "AS_SET"
        level = Level.NOTE if last is None else Level.BAD
        yield say(
            "own.origin", level, prefix,
            (f"自網の中の {prefix} を {whose} が広告している（{now.routes[key]}）。",
             f"{prefix} in your space is announced by {whose} ({now.routes[key]})."),
            remedy=None if last is None else (
                "顧客でなければ乗っ取りとして、広告元と上流に知らせる。",
                "If it is no customer's, take it as a hijack: tell its origin and your upstreams."),
        )  # fmt: skip
    if last is None:
        return
    for key in sorted(known - set(now.routes)):
        prefix, origin = key.split()
        if int(origin) in own:
            yield say(
                "own.gone", Level.WARN, prefix,
                (f"自網の {prefix} AS{origin} が経路表から消えた。", f"Your {prefix} AS{origin} has left the table."),
                remedy=("意図した取り下げか調べる。", "See whether it was withdrawn on purpose."),
            )  # fmt: skip


def _ends(now: Look) -> Iterator[Check]:
    for prefix, end in sorted(now.ends.items()):
        when = rfc3339(datetime.fromtimestamp(end, UTC))
        ended = end <= now.at.timestamp()
        yield say(
            "roa.ends", Level.BAD if ended else Level.WARN, prefix,
            (f"{prefix} の ROA は {when} に{'切れた' if ended else '切れる'}。",
             f"The ROA of {prefix} {'ended' if ended else 'ends'} at {when}."),
            remedy=("発行元（RIR/NIR）で更新を確かめる。", "See at the issuing registry that it is renewed."),
        )  # fmt: skip
