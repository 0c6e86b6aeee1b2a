"""Watch: what changed between two looks at a zone."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import dns.dnssec

from noroshi.readiness.check import Check, Level, say
from noroshi.readiness.dnssec.facts import Facts
from noroshi.readiness.dnssec.judge.assess import assess
from noroshi.readiness.dnssec.judge.zone_checks import DAY_S, SOON_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look at a zone kept.

    Attributes:
        zone: Its name.
        at_s: Seconds since 1970.
        level: Of the whole.
        ds: Tags of the parent's DS; null where nobody asked.
        keys: Tags of the keys.
        expires: When the first signature ends.
        state: Verdict of the chain; empty where it was not asked.
        bad: Codes of bad checks.
    """

    zone: str
    at_s: int
    level: str
    ds: list[int] | None = None
    keys: list[int] = field(default_factory=list)
    expires: int | None = None
    state: str = ""
    bad: list[str] = field(default_factory=list)


def look(facts: Facts) -> Look:
    """What is kept of a zone."""
    found = assess(facts)
    return Look(
        zone=found.zone,
        at_s=facts.now,
        level=found.level.value,
        ds=None if facts.ds is None else sorted(record.key_tag for record in facts.ds),
        keys=sorted(dns.dnssec.key_id(key) for key in facts.keys or ()),
        expires=facts.signatures.expires,
        state=facts.verdict.state.value if facts.verdict else "",
        bad=sorted({check.code for check in found.checks if check.level is Level.BAD}),
    )


def changes(before: Look | None, after: Look) -> Iterator[Check]:
    """What is new; nothing where all is as it was."""
    yield from _expiry(after)
    if before is None:
        return
    zone = after.zone
    if before.ds and after.ds == []:
        yield say("dnssec.ds-removed", Level.BAD, zone,
            ("親の DS が消えた。", "The parent's DS is gone."),
            remedy=("消したのでなければ、レジストラに確かめる。乗っ取りかもしれない。", "Unless you removed it, ask the registrar: it may be a takeover."))  # fmt: skip
    elif before.ds and after.ds and before.ds != after.ds:
        yield say("dnssec.ds-changed", Level.WARN, zone,
            (f"親の DS が {before.ds} から {after.ds} に変わった。", f"The parent's DS changed from {before.ds} to {after.ds}."),
            remedy=("鍵の交換の途中でなければ、レジストラに確かめる。", "Unless a rollover is under way, ask the registrar."))  # fmt: skip
    if before.keys and before.keys != after.keys:
        yield say("dnssec.keys-changed", Level.NOTE if after.keys else Level.BAD, zone,
            (f"鍵が {before.keys} から {after.keys} に変わった。", f"Keys changed from {before.keys} to {after.keys}."))  # fmt: skip
    if after.state == "bogus" != before.state:
        yield say("dnssec.turned-bogus", Level.BAD, zone,
            (f"検証できなくなった（前は {before.state or '-'}）。", f"It no longer validates (it was {before.state or '-'})."),
            remedy=("assess で原因を調べる。", "See why with assess."))  # fmt: skip
    fresh = [code for code in after.bad if code not in before.bad]
    if fresh:
        yield say("dnssec.new-faults", Level.BAD, zone,
            (f"新しい不具合：{', '.join(fresh)}", f"New faults: {', '.join(fresh)}"),
            remedy=("assess で原因を調べる。", "See why with assess."))  # fmt: skip


def _expiry(after: Look) -> Iterator[Check]:
    if after.expires is not None and after.expires - after.at_s < SOON_S:
        left = (after.expires - after.at_s) / DAY_S
        yield say("dnssec.expires-soon", Level.BAD if left < 1 else Level.WARN, after.zone,
            (f"署名があと {left:.1f} 日で切れる。", f"A signature ends in {left:.1f} days."),
            remedy=("署名の更新が止まっていないかを調べる。", "See whether the renewal of signatures has stopped."))  # fmt: skip
