"""Cloak: whether the same address showed different things to different visitors."""

from noroshi.sites.analyse.document import host_of
from noroshi.sites.judge.facts import Facts, Look
from noroshi.sites.judge.terms.term import Term, ramp, sentence, shown
from noroshi.sites.names import registered_domain
from noroshi.spine.model import Text

SOURCE = "CrawlPhish (IEEE S&P 2021); docs/methods/malicious-pages.md"


def _differences(facts: Facts) -> float:
    """Looks that showed something else than the one that revealed most."""
    return float(sum(_differs(facts.main, look) for look in facts.looks if look is not facts.main))


def _differs(main: Look, other: Look) -> bool:
    if main.gone != other.gone:
        return True
    if bool(main.secrets) != bool(other.secrets):
        return True
    return main.page.domain != other.page.domain and bool(main.asks or other.asks)


def _cloak_strength(facts: Facts) -> float:
    """Full only where what was hidden asks for something: sites also differ by accident."""
    return ramp(_differences(facts), 0.0, 1.0) * (
        1.0 if facts.asks or facts.main.visit.downloads else 0.25
    )


def _to_official(facts: Facts) -> float:
    """Whether a look that began on a nobody's host ended on a brand's own."""
    return float(bool(_official_target(facts)))


def _official_target(facts: Facts) -> str:
    for look in facts.looks:
        start = host_of(look.visit.url)
        owner = facts.brands.owner(look.page.host)
        if owner and registered_domain(start) != look.page.domain and not owner.owns(start):
            return owner.name
    return ""


def _say_official(facts: Facts, _: float) -> Text:
    name = shown(_official_target(facts))
    return Text(
        ja=f"無関係なドメインから{name}の公式サイトへ送り返す訪問がありました。",
        en=f"A visit was sent from a host of nobody to {name}'s own site.",
    )


def _tests(facts: Facts) -> float:
    return float(max(look.page.script.looks for look in facts.looks))


CLOAKING = Term(
    code="sites.cloaking", title=Text(ja="相手による出し分け", en="cloaking"),
    sign=1, prior=3.0, unit="visits", measure=_differences, strength=_cloak_strength,
    say=sentence("別の訪問者には違うものを見せました（{v:.0f}回）。", "Other visitors were shown something else ({v:.0f} visits)."),
    source=SOURCE,
)  # fmt: skip
SENT_TO_OFFICIAL = Term(
    code="sites.sent-to-official", title=Text(ja="公式への送り返し", en="sent on to the official site"),
    sign=1, prior=1.5, unit="1", measure=_to_official, strength=_to_official, say=_say_official,
    source=SOURCE,
)  # fmt: skip
TESTS_VISITOR = Term(
    code="sites.tests-visitor", title=Text(ja="訪問者の見分け", en="tests who is looking"),
    sign=1, prior=1.0, unit="kinds", measure=_tests, strength=lambda facts: ramp(_tests(facts), 0.0, 2.0) * (1.0 if facts.asks else 0.5),
    say=sentence("自動の閲覧を見分ける仕掛けが{v:.0f}種類あります。", "{v:.0f} kinds of tests look for machines among the visitors."),
    source=SOURCE,
)  # fmt: skip

TERMS = (CLOAKING, SENT_TO_OFFICIAL, TESTS_VISITOR)
