"""Verdict: share, hold or drop, each with its reason for people."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from noroshi.relay.decide.collection import collection_of
from noroshi.relay.decide.contributed import GONE, is_spent
from noroshi.relay.decide.policy import SHARED_KINDS, UNTOLD, SharePolicy
from noroshi.relay.decide.record import Record
from noroshi.spine.model import Decision, Finding, Text, Verdict, is_c2, label_text
from noroshi.spine.model.label import is_harmful

POLICY = "policy:auto-share/6"
"""Who decides here; the number grows when the rules below change."""

PAGE_JUDGE = "sites.pages"
"""The detector whose findings a person looks at first."""


HARMLESS = Text(
    ja="あとの確認で、どの訪問者にも有害な内容がありませんでした。",
    en="Looked at later, no visitor met anything harmful there.",
)
"""Why a page is taken back that its own judge does not call harmful any more."""


def decide(findings: Iterable[Finding], policy: SharePolicy, at: datetime) -> list[Decision]:
    """The policy's decision on each finding, in their order."""
    return [_decision(finding, policy, at) for finding in findings]


def undecided(proposed: Sequence[Decision], standing: Iterable[Decision]) -> list[Decision]:
    """Those proposed decisions that would change something.

    A person's decision stands against the policy, and a repeated verdict is no news: the record
    stays as short as what happened.

    Args:
        proposed: Decisions of the policy.
        standing: The record so far, oldest first.
    """
    record: dict[str, list[Decision]] = defaultdict(list)
    for decision in standing:
        record[decision.finding_id].append(decision)
    return [
        decision
        for decision in proposed
        if _is_news(decision, Record.of(record.get(decision.finding_id, ())).latest)
    ]


def _is_news(decision: Decision, last: Decision | None) -> bool:
    if last is None:
        return True
    if decision.reason == UNTOLD and last.verdict is Verdict.SHARE:
        return False  # a file that cannot be read takes nothing back
    return last.by.startswith("policy:") and last.verdict is not decision.verdict


def _decision(finding: Finding, policy: SharePolicy, at: datetime) -> Decision:
    verdict, reason = (
        _spent(finding)
        or _never(finding, policy)
        or _harmless(finding)
        or _concerned(finding, policy)
        or _reviewed(finding, policy)
        or _lacking(finding, policy)
        or _untold(finding, policy)
        or _enough(finding, policy)
    )
    return Decision(finding_id=finding.id, verdict=verdict, by=POLICY, reason=reason, at=at)


def _spent(finding: Finding) -> tuple[Verdict, Text] | None:
    """What nobody says any more."""
    return (Verdict.DROP, GONE) if is_spent(finding) else None


def _never(finding: Finding, policy: SharePolicy) -> tuple[Verdict, Text] | None:
    """What no score can outweigh."""
    if finding.subject.kind not in SHARED_KINDS:
        return Verdict.DROP, Text(
            ja=f"対象の種類「{finding.subject.kind}」は共有しません。共有するのはアドレス、エンドポイント、プレフィックス、ドメイン、URL です。",
            en=f"Subjects of kind {finding.subject.kind} are not shared; only addresses, endpoints, prefixes, domains and URLs are.",
        )
    if policy.is_subscriber(finding.subject):
        return Verdict.DROP, Text(
            ja="対象が自社の加入者の範囲にあるため、決して共有しません。",
            en="The subject lies in the operator's own subscriber ranges and never leaves.",
        )
    if policy.is_special(finding.subject):
        return Verdict.DROP, Text(
            ja="対象が特殊用途のアドレス範囲（RFC 6890）にあるため、共有しても意味がありません。",
            en="The subject lies in a special-purpose address range (RFC 6890) and means nothing elsewhere.",
        )
    if collection_of(finding.kind) is None:
        return Verdict.DROP, Text(
            ja=f"「{finding.kind}」を載せるリストがないため、共有しません。",
            en=f"There is no list for findings of kind {finding.kind}.",
        )
    if finding.kind == "c2-server" and not is_c2(finding.label):
        words = label_text(finding.label)
        return Verdict.DROP, Text(
            ja=f"分類「{words.ja}」は指令サーバではないため、共有しません。",
            en=f"Its class ({words.en}) is none of command and control.",
        )
    return None


def _harmless(finding: Finding) -> tuple[Verdict, Text] | None:
    """What the page judge itself takes back."""
    if finding.detector.name != PAGE_JUDGE or is_harmful(finding.label):
        return None
    return Verdict.DROP, HARMLESS


def _concerned(finding: Finding, policy: SharePolicy) -> tuple[Verdict, Text] | None:
    """What takes two persons, whatever the score."""
    objection = policy.objection(finding.subject)
    return None if objection is None else (Verdict.HOLD, objection)


def _reviewed(finding: Finding, policy: SharePolicy) -> tuple[Verdict, Text] | None:
    """What a person looks at first: the page judge's probabilities were fitted on made pages."""
    if policy.auto_sites or finding.detector.name != PAGE_JUDGE:
        return None
    return Verdict.HOLD, Text(
        ja="ページの判定は、担当者が確認してから共有します（設定 [share] auto_sites）。",
        en="A person looks at judged pages before they are shared (setting [share] auto_sites).",
    )


def _lacking(finding: Finding, policy: SharePolicy) -> tuple[Verdict, Text] | None:
    """What proves too little."""
    kinds, score, least = _weights(finding, policy)
    if not finding.score >= policy.min_score:
        return Verdict.HOLD, Text(
            ja=f"確率 {score} % が共有の下限 {least} % に届かないため、保留します。",
            en=f"Probability {score} % is below the {least} % that sharing needs.",
        )
    if kinds < policy.min_evidence_kinds:
        return Verdict.HOLD, Text(
            ja=f"裏付ける証拠が {kinds} 種類で、必要な {policy.min_evidence_kinds} 種類に届かないため、保留します。",
            en=f"Only {kinds} of the {policy.min_evidence_kinds} kinds of evidence that sharing needs speak for it.",
        )
    return None


def _untold(finding: Finding, policy: SharePolicy) -> tuple[Verdict, Text] | None:
    """What would leave if it were known where it lies."""
    reason = policy.untold(finding.subject)
    return None if reason is None else (Verdict.HOLD, reason)


def _enough(finding: Finding, policy: SharePolicy) -> tuple[Verdict, Text]:
    kinds, score, least = _weights(finding, policy)
    return Verdict.SHARE, Text(
        ja=f"確率 {score} % が下限 {least} % 以上で、{kinds} 種類の独立した証拠が裏付けます。",
        en=f"Probability {score} % reaches {least} % and {kinds} independent kinds of evidence agree.",
    )


def _weights(finding: Finding, policy: SharePolicy) -> tuple[int, float, float]:
    """Kinds of evidence that speak for it, its probability and the least one, in per cent."""
    kinds = len({term.code for term in finding.evidence if term.weight > 0})
    return kinds, _percent(finding.score), _percent(policy.min_score)


def _percent(share: float) -> float:
    """Per cent with one decimal, cut rather than rounded: 0.7999 must not read as 80 %."""
    return math.floor(share * 1000 + 1e-9) / 10
