"""Reasons: a weighed page as evidence, and what would change the verdict."""

from noroshi.sites.judge.terms import TERMS
from noroshi.sites.judge.weigh import Weighed
from noroshi.spine.model import Evidence, Text

FAINT = 0.05
"""Log-odds below which a term is not told."""


def evidence_of(weighed: Weighed) -> tuple[Evidence, ...]:
    """Every term that moves the verdict, strongest first; at least two."""
    values = weighed.contributions
    order = sorted(range(len(TERMS)), key=lambda at: -abs(values[at]))
    told = [at for at in order if abs(values[at]) >= FAINT]
    return tuple(_evidence(weighed, at) for at in (told if len(told) >= 2 else order[:2]))


def counterfactual_of(weighed: Weighed, threshold_log_odds: float) -> Text:
    """The fewest reasons whose loss turns the verdict."""
    total, values = weighed.log_odds, weighed.contributions
    listed = total >= threshold_log_odds
    direction = 1.0 if listed else -1.0
    taken: list[Text] = []
    for at in sorted(range(len(TERMS)), key=lambda at: -direction * values[at]):
        if (total >= threshold_log_odds) != listed or direction * values[at] <= 0:
            break
        total -= values[at]
        taken.append(TERMS[at].title)
    return _what_if(taken, listed=listed, turned=(total >= threshold_log_odds) != listed)


def _evidence(weighed: Weighed, at: int) -> Evidence:
    term = TERMS[at]
    value = float(term.measure(weighed.facts))
    return Evidence(
        code=term.code, value=_plain(value), unit=term.unit, baseline=None,
        weight=round(weighed.contributions[at], 3), text=term.say(weighed.facts, value),
        source=term.source,
    )  # fmt: skip


def _plain(value: float) -> float:
    return value if value.is_integer() else float(f"{value:.4g}")


def _what_if(taken: list[Text], *, listed: bool, turned: bool) -> Text:
    ja, en = "・".join(text.ja for text in taken), ", ".join(text.en for text in taken)
    if listed and turned:
        return Text(
            ja=f"「{ja}」がなければ、悪性とは判定しません。",
            en=f"Not called malicious without: {en}.",
        )
    if listed:
        return Text(
            ja="どの根拠を一つずつ除いても、悪性の判定は変わりません。",
            en="It would stay malicious whatever reasons were removed.",
        )
    if turned:
        return Text(
            ja=f"「{ja}」がなければ、悪性と判定します。", en=f"Called malicious without: {en}."
        )
    return Text(
        ja="悪性と判定するには、さらに根拠（名乗り・秘密の要求・送信先など）が必要です。",
        en="More evidence (a borrowed name, a request for secrets, where they go) would be needed.",
    )
