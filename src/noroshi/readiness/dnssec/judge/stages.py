"""Stages: where a zone stands on the way to a DS, and a resolver on the way to validation."""

from dataclasses import dataclass
from enum import StrEnum

import dns.dnssec
from dns.rdtypes.dnskeybase import Flag

from noroshi.readiness.check import Level
from noroshi.readiness.dnssec.facts import Facts
from noroshi.readiness.dnssec.judge.assess import assess
from noroshi.readiness.interval import wilson
from noroshi.readiness.stage import Stage
from noroshi.spine.model import Text

GATE_SHARE = 0.0001
"""Users that may meet a failure, at the upper end of the interval; no failure among 38,500 users opens it."""


class ZoneStep(StrEnum):
    """Stages of a zone, in order."""

    UNSIGNED = "unsigned"
    SIGNED = "signed"
    SECURE = "secure"


class ResolverStep(StrEnum):
    """Stages of a resolver, in order."""

    OFF = "off"
    LOG = "log"
    ONE = "one-node"
    ALL = "all-nodes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """What the gate of a resolver looks at.

    Attributes:
        users: Clients of the log.
        hit: Clients that would meet a failure, those of exceptions not counted; an upper bound.
        open_names: Names without a verdict.
        exempt: Exceptions in force.
    """

    users: int
    hit: int
    open_names: int
    exempt: int


def zone_stage(facts: Facts) -> Stage:
    """Where a zone stands; the DS may be published once all is well signed and caches have forgotten."""
    zone = facts.zone.to_text()
    if facts.keys is None:
        return Stage(
            subject=zone, step=ZoneStep.UNSIGNED, following=ZoneStep.SIGNED, is_open=not facts.ds,
            why=_said(not facts.ds,
                ("署名だけでは誰も困らない。DS はまだ出さない。", "Signing alone breaks nothing; publish no DS yet."),
                ("署名がないのに親に DS がある。先に DS を消す。", "The parent has a DS for an unsigned zone: remove it first.")),
            publish=f"noroshi readiness dnssec configure signing --zone {zone}", back="",
        )  # fmt: skip
    if facts.ds:
        return Stage(
            subject=zone, step=ZoneStep.SECURE, following=None, is_open=False,
            why=Text(ja="最後の段階にいる。監視を続ける。", en="This is the last step: keep watching."),
            publish="", back="; remove the DS at the parent, wait its TTL, then stop signing",
        )  # fmt: skip
    is_open, why = _ds_gate(facts)
    return Stage(
        subject=zone, step=ZoneStep.SIGNED, following=ZoneStep.SECURE, is_open=is_open, why=why,
        publish="".join(ds_lines(facts)), back="; stop signing: without a DS nobody validates",
    )  # fmt: skip


def ds_lines(facts: Facts) -> list[str]:
    """The DS records that the parent is to publish."""
    zone = facts.zone
    keys = [key for key in facts.keys or () if key.flags & Flag.SEP and not key.flags & Flag.REVOKE]
    return [
        f"{zone} IN DS {dns.dnssec.make_ds(zone, key, 'SHA256', validating=True)}\n" for key in keys
    ]


def _ds_gate(facts: Facts) -> tuple[bool, Text]:
    bad = [one.code for one in assess(facts).checks if one.level in (Level.BAD, Level.UNKNOWN)]
    if bad:
        return False, Text(
            ja=f"直すことが残っている：{', '.join(bad)}",
            en=f"There is something to mend: {', '.join(bad)}",
        )
    waited = facts.now - facts.signatures.begins if facts.signatures.begins else 0
    needed = max(facts.longest_ttl_s, facts.keys.ttl if facts.keys else 0)
    if waited < needed:
        return False, Text(
            ja=f"署名から {waited:,} 秒。最長の TTL {needed:,} 秒を待つ。",
            en=f"Signed {waited:,} s ago: wait for the longest TTL, {needed:,} s.",
        )
    return True, Text(
        ja=f"{facts.signatures.good:,} 件の署名は正しく、最長の TTL も過ぎた。",
        en=f"{facts.signatures.good:,} signatures are good, and the longest TTL is over.",
    )


def resolver_stage(
    resolver: str,
    step: ResolverStep,
    found: Rehearsed | None,
    *,
    texts: dict[ResolverStep, str],
    limit: float = GATE_SHARE,
) -> Stage:
    """Where a resolver stands; the rehearsal opens each next step.

    Args:
        resolver: Its name or address.
        step: Where it stands.
        found: The latest rehearsal; null without one.
        texts: What to put in force for each step.
        limit: Share of users that may meet a failure.
    """
    order = list(ResolverStep)
    at = order.index(step)
    following = order[at + 1] if at + 1 < len(order) else None
    is_open, why = _rehearsal_gate(following, found, limit)
    return Stage(
        subject=resolver, step=step, following=following, is_open=is_open, why=why,
        publish=texts[following] if following else "", back=texts[order[at - 1]] if at else "",
    )  # fmt: skip


def _rehearsal_gate(
    following: ResolverStep | None, found: Rehearsed | None, limit: float
) -> tuple[bool, Text]:
    if following is None:
        return False, Text(ja="最後の段階にいる。", en="This is the last step.")
    if following is ResolverStep.LOG:
        return True, Text(
            ja="記録するだけの段階は、何も失わない。", en="To note only loses nothing."
        )
    if found is None:
        return False, Text(
            ja="リハーサルがないので、進んでよいか分からない。",
            en="Nothing was rehearsed, so nobody can tell whether to go on.",
        )
    if found.open_names:
        return False, Text(
            ja=f"まだ判定のない名前が {found.open_names:,} 件ある。rehearse を続ける。",
            en=f"{found.open_names:,} names have no verdict yet: go on with rehearse.",
        )
    high = wilson(min(found.hit, found.users), found.users)[1]
    is_open = high < limit
    seen = f"{found.hit:,}/{found.users:,}, ≤ {high:.4%}"
    return is_open, _said(is_open,
        (f"失敗に会う利用者は {seen}（例外 {found.exempt} 件）。門（{limit:.2%} 未満）は開いている。",
         f"Users that meet a failure: {seen} ({found.exempt} exceptions): the gate (below {limit:.2%}) is open."),
        (f"失敗に会う利用者は {seen}（例外 {found.exempt} 件）。門（{limit:.2%} 未満）は閉じている。",
         f"Users that meet a failure: {seen} ({found.exempt} exceptions): the gate (below {limit:.2%}) is shut."))  # fmt: skip


def _said(good: bool, one: tuple[str, str], other: tuple[str, str]) -> Text:
    ja, en = one if good else other
    return Text(ja=ja, en=en)
