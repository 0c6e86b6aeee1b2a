"""Rollover: changes of keys and of DS as dated steps (RFC 6781 section 4.1, RFC 7583).

Each step waits until no cache can hold what was before, and a check of what is seen opens it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import dns.dnssec

from noroshi.readiness.dnssec.facts import Facts
from noroshi.spine.model import ConfigError, Text, rfc3339

LONGEST_TTL_S = 7 * 86_400


class Roll(StrEnum):
    """What is changed."""

    SIGN = "sign"
    ZSK = "zsk"
    KSK = "ksk"
    ALGORITHM = "algorithm"
    UNSIGN = "unsign"


class Need(StrEnum):
    """What must be seen before a step, besides the time."""

    NOTHING = "nothing"
    SIGNED = "signed"
    NEW_KEY = "new-key"
    NEW_KEY_ONLY = "new-key-only"
    NEW_DS = "new-ds"
    NEW_DS_ONLY = "new-ds-only"
    NO_DS = "no-ds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Times that a zone and its parent set, seconds.

    Attributes:
        key_ttl_s: TTL of the DNSKEYs.
        ds_ttl_s: TTL of the DS.
        zone_ttl_s: Longest TTL of the zone, and how long absence is remembered.
        spread_s: Until all servers of the zone have a change.
        parent_s: Until all servers of the parent have a change, from the request on.
    """

    key_ttl_s: int
    ds_ttl_s: int
    zone_ttl_s: int
    spread_s: int
    parent_s: int

    def __post_init__(self) -> None:
        values = (self.key_ttl_s, self.ds_ttl_s, self.zone_ttl_s, self.spread_s, self.parent_s)
        if any(not 0 <= value <= 4 * LONGEST_TTL_S for value in values):
            raise ConfigError("a TTL or delay is negative or longer than four weeks; mend it first")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step.

    Attributes:
        number: From 1.
        at: Not before.
        do: What to do.
        need: What must be seen before.
        wait: What the time is for.
        back: How to take it back.
    """

    number: int
    at: datetime
    do: Text
    need: Need
    wait: Text
    back: Text

    def as_dict(self) -> dict[str, object]:
        """For machine output."""
        return {
            "step": self.number,
            "at": rfc3339(self.at),
            "do": self.do.as_dict(),
            "need": self.need.value,
            "wait": self.wait.as_dict(),
            "back": self.back.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class _Move:
    """A step before it has a date: seconds after the one before."""

    after_s: int
    do: tuple[str, str]
    need: Need
    wait: tuple[str, str]
    back: tuple[str, str]


_START = ("待たない。", "Nothing to wait for.")
_KEYS_OUT = (
    "古い DNSKEY がキャッシュから消えるまで。",
    "Until the old DNSKEYs have left all caches.",
)
_SIGS_OUT = (
    "古い応答と署名がキャッシュから消えるまで。",
    "Until old answers and signatures have left all caches.",
)
_DS_OUT = ("古い DS がキャッシュから消えるまで。", "Until the old DS has left all caches.")
_DROP_NEW = ("新しい鍵を消す。", "Remove the new key.")
_SIGN_OLD = ("古い鍵で署名する。鍵はまだある。", "Sign with the old key, which is still published.")
_DS_FIRST = ("DS を先に消し、その TTL を待つ。", "Remove the DS first and wait its TTL.")
_NO_WAY = (
    "ここからは、古い鍵への新しい交換として戻る。",
    "From here, go back by a new rollover to the old key.",
)


def _moves(roll: Roll, clocks: Clocks) -> list[_Move]:
    keys = clocks.key_ttl_s + clocks.spread_s
    data = clocks.zone_ttl_s + clocks.spread_s
    parent = clocks.ds_ttl_s + clocks.parent_s
    drop_ds = ("新しい DS を消す。", "Remove the new DS.")
    return {
        Roll.SIGN: [
            _Move(0, ("ゾーンに署名する。", "Sign the zone."), Need.NOTHING, _START, ("署名をやめる。", "Stop signing.")),
            _Move(max(keys, data), ("DS を親に登録する。", "Have the parent publish the DS."), Need.SIGNED, _SIGS_OUT, drop_ds),
            _Move(parent, ("検証できることを見届け、監視を始める。", "See that it validates, and start to watch."), Need.NEW_DS, _DS_OUT, _DS_FIRST),
        ],
        Roll.ZSK: [
            _Move(0, ("新しい ZSK を DNSKEY に加える。署名にはまだ使わない。", "Publish the new ZSK; do not sign with it yet."), Need.NOTHING, _START, _DROP_NEW),
            _Move(keys, ("新しい ZSK で署名する。古い ZSK は残す。", "Sign with the new ZSK; leave the old one published."), Need.NEW_KEY, _KEYS_OUT, _SIGN_OLD),
            _Move(data, ("古い ZSK を消す。", "Remove the old ZSK."), Need.NEW_KEY, _SIGS_OUT, _NO_WAY),
        ],
        Roll.KSK: [
            _Move(0, ("新しい KSK の DS を、古い DS に加えて親に登録する。", "Have the parent publish the new KSK's DS beside the old one."), Need.NOTHING, _START, drop_ds),
            _Move(parent, ("KSK を新しいものに替える。", "Replace the KSK by the new one."), Need.NEW_DS, _DS_OUT, ("古い KSK に戻す。DS はまだある。", "Go back to the old KSK: its DS is still there.")),
            _Move(keys, ("古い DS を親から消す。", "Have the parent remove the old DS."), Need.NEW_KEY_ONLY, _KEYS_OUT, _NO_WAY),
        ],
        Roll.ALGORITHM: [
            _Move(0, ("新しいアルゴリズムの署名を加える。鍵はまだ出さない。", "Add signatures of the new algorithm; publish no key yet."), Need.NOTHING, _START, ("新しい署名を消す。", "Remove the new signatures.")),
            _Move(data, ("新しい鍵を DNSKEY に加える。", "Publish the new keys."), Need.NOTHING, _SIGS_OUT, _DROP_NEW),
            _Move(keys, ("親の DS を新しいものに替える。", "Have the parent replace the DS by the new one."), Need.NEW_KEY, _KEYS_OUT, ("古い DS に戻す。", "Go back to the old DS.")),
            _Move(parent, ("古い鍵を消す。古い署名は残す。", "Remove the old keys; leave their signatures."), Need.NEW_DS_ONLY, _DS_OUT, ("古い鍵をまた出す。", "Publish the old keys again.")),
            _Move(keys, ("古い署名を消す。", "Remove the old signatures."), Need.NEW_KEY_ONLY, _KEYS_OUT, _NO_WAY),
        ],
        Roll.UNSIGN: [
            _Move(0, ("親の DS を消す。署名は続ける。", "Have the parent remove the DS; go on signing."), Need.NOTHING, _START, ("DS をまた登録する。", "Have the DS published again.")),
            _Move(parent, ("署名をやめる。", "Stop signing."), Need.NO_DS, _DS_OUT, ("もう一度署名し、sign の手順を踏む。", "Sign again, by the steps of sign.")),
        ],
    }[roll]  # fmt: skip


def plan(roll: Roll, clocks: Clocks, *, begins: datetime) -> list[Step]:
    """The steps of a change with their dates.

    Args:
        roll: What is changed.
        clocks: Times of the zone and its parent.
        begins: The first step.
    """
    steps, at = [], begins
    for number, move in enumerate(_moves(roll, clocks), 1):
        at += timedelta(seconds=move.after_s)
        steps.append(
            Step(
                number=number,
                at=at,
                do=_text(move.do),
                need=move.need,
                wait=_text(move.wait),
                back=_text(move.back),
            )
        )
    return steps


def clocks_of(
    facts: Facts, *, zone_ttl_s: int | None, parent_s: int, ds_ttl_s: int | None
) -> Clocks:
    """The clocks that a zone shows.

    Args:
        facts: The zone.
        zone_ttl_s: Longest TTL where only servers were asked; that of the file otherwise.
        parent_s: How long the parent takes.
        ds_ttl_s: TTL of the DS where no parent was asked.
    """
    if facts.soa is None:
        raise ConfigError("the zone's SOA is not known: its times cannot be planned")
    longest = zone_ttl_s if zone_ttl_s is not None else facts.longest_ttl_s
    negative = min(facts.soa.minimum, facts.soa_ttl_s)
    return Clocks(
        key_ttl_s=facts.keys.ttl if facts.keys else facts.soa_ttl_s,
        ds_ttl_s=ds_ttl_s if ds_ttl_s is not None else facts.ds_ttl_s or 86_400,
        zone_ttl_s=max(longest, negative),
        spread_s=facts.soa.refresh,
        parent_s=parent_s,
    )


def is_met(need: Need, facts: Facts, *, old: int | None, new: int | None) -> bool | None:
    """Whether what a step needs is seen at every server; null where nobody can tell.

    Args:
        need: It.
        facts: The zone and its parent, as seen now.
        old: Tag of the old key.
        new: Tag of the new one.
    """
    if need in (Need.NO_DS, Need.NEW_DS, Need.NEW_DS_ONLY):
        return _ds_fits(need, facts, new)
    views = [set(seen.keys) for seen in facts.servers if seen.serial is not None]
    views = views or [set(_tags(facts))]
    if need is Need.SIGNED:
        return all(views) and not facts.signatures.faults
    if need is Need.NOTHING or new is None:
        return True if need is Need.NOTHING else None
    gone = need is Need.NEW_KEY or old is None
    return all(new in tags and (gone or old not in tags) for tags in views)


def _ds_fits(need: Need, facts: Facts, new: int | None) -> bool | None:
    if facts.ds is None:
        return None
    held = {record.key_tag for record in facts.ds}
    if need is Need.NO_DS:
        return not held
    if new is None:
        return bool(held) if need is Need.NEW_DS else None
    return held == {new} if need is Need.NEW_DS_ONLY else new in held


def _tags(facts: Facts) -> Iterator[int]:
    for key in facts.keys or ():
        yield dns.dnssec.key_id(key)


def _text(pair: tuple[str, str]) -> Text:
    return Text(ja=pair[0], en=pair[1])
