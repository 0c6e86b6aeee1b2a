"""Identity: whom the page wants to be taken for, and whether the host is theirs."""

from noroshi.sites.analyse.document import host_of
from noroshi.sites.judge.facts import Facts
from noroshi.sites.judge.services import SHORTENERS, belongs
from noroshi.sites.judge.terms.term import Term, ramp, shown
from noroshi.spine.model import Text

SOURCE = "docs/methods/malicious-pages.md"


def _foreign(facts: Facts) -> float:
    claim = facts.foreign_claim
    return claim.strength if claim and not facts.own_claim else 0.0


def _borrowed(facts: Facts) -> float:
    """Full where a page that is no owner's asks for secrets; less where it only shows the name."""
    return ramp(_foreign(facts), 0.25, 0.85) * (0.3 + 0.7 * min(1.0, 1.4 * facts.asks))


def _say_borrowed(facts: Facts, value: float) -> Text:
    claim = facts.foreign_claim
    name, host = (claim.brand.name if claim else "?"), shown(facts.page.host)
    return Text(
        ja=f"「{name}」を名乗っています（強さ{value:.2f}）が、{host}は同社のドメインではありません。",
        en=f"It presents itself as {name} (strength {value:.2f}), but {host} is none of that brand's domains.",
    )


def _elsewhere(facts: Facts) -> float:
    return 1.0 if facts.identity_elsewhere else 0.0


def _elsewhere_strength(facts: Facts) -> float:
    return _elsewhere(facts) * min(1.0, 1.4 * facts.asks)


def _say_elsewhere(facts: Facts, _: float) -> Text:
    domain = shown(facts.identity_elsewhere)
    return Text(
        ja=f"入力を求める一方、ロゴや規約のリンクは別のドメイン（{domain}）を指しています。",
        en=f"It asks for secrets while its logo and legal links lie on another domain ({domain}).",
    )


def _own(facts: Facts) -> float:
    """Full where the address asked for is the brand's own; little where a stranger led there."""
    if not facts.owner:
        return 0.0
    start = host_of(facts.main.visit.url)
    led = not facts.owner.owns(start) and not belongs(start, SHORTENERS)
    return 0.3 if led else max(facts.own_claim, 0.5)


def _say_own(facts: Facts, _: float) -> Text:
    name = facts.owner.name if facts.owner else "?"
    return Text(
        ja=f"{shown(facts.page.host)}は{name}自身のドメインです。",
        en=f"{shown(facts.page.host)} is {name}'s own domain.",
    )


def _mentions(facts: Facts) -> float:
    return float(sum(claim.spoken_of for claim in facts.main.claims))


def _mentioned(facts: Facts) -> float:
    """Brands are named, but only as others name them."""
    claim = facts.foreign_claim
    if claim is None or not _mentions(facts):
        return 0.0
    return 1.0 - ramp(claim.strength, 0.2, 0.6)


def _say_mentioned(facts: Facts, value: float) -> Text:
    claim = facts.foreign_claim
    name = claim.brand.name if claim else "?"
    return Text(
        ja=f"「{name}」などの名は、支払方法や話題として{value:.0f}回出るだけです。",
        en=f"Names such as {name} occur only as a way to pay or as a topic ({value:.0f} times).",
    )


BORROWED_BRAND = Term(
    code="sites.borrowed-brand", title=Text(ja="借りた名", en="borrowed name"),
    sign=1, prior=5.0, unit="1", measure=_foreign, strength=_borrowed, say=_say_borrowed,
    source=f"list of brands; {SOURCE}", kind="phish",
)  # fmt: skip
IDENTITY_ELSEWHERE = Term(
    code="sites.identity-elsewhere", title=Text(ja="身元のずれ", en="identity elsewhere"),
    sign=1, prior=3.5, unit="1", measure=_elsewhere, strength=_elsewhere_strength, say=_say_elsewhere,
    source=SOURCE, kind="phish",
)  # fmt: skip
OWN_BRAND = Term(
    code="sites.own-brand", title=Text(ja="本人のドメイン", en="the brand's own domain"),
    sign=-1, prior=9.0, unit="1", measure=_own, strength=_own, say=_say_own,
    source="list of brands",
)  # fmt: skip
MENTIONED = Term(
    code="sites.mentioned", title=Text(ja="言及のみ", en="only mentioned"),
    sign=-1, prior=1.5, unit="mentions", measure=_mentions, strength=_mentioned, say=_say_mentioned,
    source=SOURCE,
)  # fmt: skip

TERMS = (BORROWED_BRAND, IDENTITY_ELSEWHERE, OWN_BRAND, MENTIONED)
