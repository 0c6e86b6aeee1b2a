"""Contributed: what members and peers say of one subject, weighed as one finding.

So the same policy, the same queue and the same record decide on it as on what detectors find.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from noroshi.relay.decide.life import Life
from noroshi.relay.decide.wording import told_outside
from noroshi.spine.model import (
    Contribution,
    Detector,
    Evidence,
    Finding,
    Text,
    Tlp,
    Window,
    is_c2,
)

CONTRIBUTED = Detector(name="contributions", version="1")
"""Whom findings name that come from what others say."""

LEAST = 0.25
"""Probability below which a statement, trust counted in, is no evidence."""

MOST = 0.95
"""Probability above which no statement counts, whoever says it."""

FOUND = 0.5
"""Probability from which a finding of our own supports what others say."""

Trust = Callable[[Contribution], float]
"""How far policy believes who says something, from 0 to 1."""

_LABELS = {"c2-server": "c2-reported"}
_FALLS = Text(
    ja="報告した者が取り下げれば、または報告の期限が過ぎれば下がります。",
    en="It falls when those who reported it take it back, or when what they said has ended.",
)
_STRICTNESS = tuple(Tlp)

GONE = Text(
    ja="報告した者が取り下げたか、報告の期限が過ぎました。",
    en="Those who reported it took it back, or what they said has ended.",
)
"""Why nothing is left of what was contributed."""

_SPENT = Evidence(
    code="contribution.gone", value=0.0, unit="1", baseline=None, weight=-1.0, text=GONE
)


def heard_at(said: Contribution) -> datetime:
    """When its giver last saw the subject, as far as is known."""
    return min(said.last_seen or said.received_at, said.received_at)


def holds(said: Contribution, life: Life, at: datetime) -> bool:
    """Whether a statement is not too old to count."""
    over = said.valid_until is not None and said.valid_until <= at
    return not over and heard_at(said) + life.lifetime(said.kind, said.subject.kind) > at


def weighed(said: Sequence[Contribution], trust: Trust, found: Finding | None) -> Finding | None:
    """What statements about one subject come to; null where they are too weak to say anything.

    Each is taken as independent of the others: the probability that all are wrong is the product of
    theirs.

    Args:
        said: Statements of one kind about one subject.
        trust: How far who says it is believed.
        found: The best finding of our own on the same host; null where there is none.
    """
    terms = sorted(_terms(said, trust), key=lambda term: -term.weight)
    if not terms:
        return None
    if found is not None and found.score >= FOUND:
        terms.append(_own(found))
    since = min(one.since for one in said)
    kind = said[0].kind
    return Finding(
        kind=kind,
        subject=said[0].subject,
        score=round(1.0 - math.exp(-sum(term.weight for term in terms)), 6),
        label=_LABELS.get(kind, "reported"),
        window=Window(since, since + timedelta(seconds=1)),
        clients=None,
        evidence=tuple(sorted(terms, key=lambda term: -term.weight)),
        counterfactual=_FALLS,
        detector=CONTRIBUTED,
    )


def spent(finding: Finding) -> Finding:
    """A finding whose statements are gone. It stays, as decisions were taken on it."""
    return replace(finding, score=0.0, evidence=(_SPENT,))


def is_spent(finding: Finding) -> bool:
    """Whether nobody says any longer what a finding rests on."""
    return finding.evidence[0].code == _SPENT.code


def title_of(code: str) -> Text | None:
    """The short name of a term, for people; null for terms of others."""
    what, _, name = code.removeprefix("contribution.").partition("-")
    if not code.startswith("contribution."):
        return None
    if what == "member":
        return Text(ja=f"会員の報告（{name}）", en=f"Report of a member ({name})")
    if what == "peer":
        return Text(ja=f"リスト {name}", en=f"List {name}")
    if what == "own":
        return Text(ja="このハブの検知結果", en="Finding of this hub")
    return Text(ja="取り下げ", en="Taken back")


def strictest(said: Sequence[Contribution]) -> Tlp:
    """The marking under which statements may leave together."""
    return max((one.tlp for one in said), key=_STRICTNESS.index)


def stricter(one: Tlp, other: Tlp) -> Tlp:
    """The more closed one of two markings."""
    return max(one, other, key=_STRICTNESS.index)


def supports(*, kind: str, label: str, detector: str) -> bool:
    """Whether such a finding can support what others say: our own, and for the worse."""
    ours = detector != CONTRIBUTED.name
    return ours and (kind != "c2-server" or is_c2(label))


def _terms(said: Sequence[Contribution], trust: Trust) -> Iterator[Evidence]:
    """One term for each giver. Codes count givers instead of naming them: reasons leave the house."""
    members = 0
    for one in sorted(said, key=lambda one: (one.since, one.id)):
        share = min(trust(one) * one.confidence / 100, MOST)
        if share < LEAST:
            continue
        members += one.operator_id is not None
        yield Evidence(
            code=f"contribution.member-{members}"
            if one.operator_id is not None
            else f"contribution.{one.source.replace(':', '-')}",
            value=float(one.confidence),
            unit="%",
            baseline=None,
            weight=_weight(share),
            text=_words(one),
            source=one.source,
        )


def _own(found: Finding) -> Evidence:
    share = min(found.score, MOST)
    return Evidence(
        code="contribution.own-finding",
        value=round(share * 100, 1),
        unit="%",
        baseline=None,
        weight=_weight(share),
        text=Text(
            ja="このハブの検知結果も同じホストを指しています。",
            en="A finding of this hub names the same host.",
        ),
        source=found.detector.name,
    )


def _weight(share: float) -> float:
    """Minus the logarithm of the probability that it is wrong: sums are products."""
    return round(-math.log(1.0 - share), 6)


def _words(one: Contribution) -> Text:
    """What somebody says, without his name and without other addresses."""
    label = told_outside(one.label, one.subject)
    ja, en = (f"「{label}」", f" “{label}”") if label else ("", "")
    if one.operator_id is not None:
        return Text(
            ja=f"会員が{ja and ja + 'として'}報告しました（確信度 {one.confidence}）。",
            en=f"A member reports it{en and ' as' + en}, with confidence {one.confidence}.",
        )
    name = one.source.removeprefix("peer:")
    return Text(
        ja=f"外部のリスト {name} に{ja and ja + 'として'}載っています（確信度 {one.confidence}）。",
        en=f"The list {name} names it{en and ' as' + en}, with confidence {one.confidence}.",
    )
