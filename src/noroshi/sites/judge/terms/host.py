"""Host: what the address says, by name, suffix, age and the way that led there."""

import re

from noroshi.sites.analyse.document import host_of
from noroshi.sites.analyse.wording import plain
from noroshi.sites.judge.facts import Facts
from noroshi.sites.judge.services import (
    CHEAP_SUFFIXES,
    CHECKED_SUFFIXES,
    FREE_HOSTING,
    SHORTENERS,
    belongs,
)
from noroshi.sites.judge.terms.term import Term, ramp, sentence, shown
from noroshi.sites.names import is_address, public_suffix, registered_domain
from noroshi.sites.visit import HopKind
from noroshi.spine.model import Text

SOURCE = "docs/methods/malicious-pages.md"
_HARD = re.compile(r"[bcdfghjklmnpqrstvwxz]{4,}")
_BAIT = re.compile(
    r"login|log-in|signin|secur|verif|account|update|support|confirm|service|auth|billing|wallet|kessai|kakunin|ninsho"
)


def _label(facts: Facts) -> str:
    host = facts.page.host
    return registered_domain(host).removesuffix(public_suffix(host)).strip(".")


def _random(facts: Facts) -> float:
    """How little the host's labels look like words: letters and digits in turn, no vowels, long runs."""
    host = facts.page.host
    if is_address(host):
        return 1.0
    labels = [
        label
        for label in host.removesuffix(public_suffix(host)).split(".")
        if label not in {"", "www"}
    ]
    return max((_randomness(label) for label in labels[-3:]), default=0.0)


def _randomness(label: str) -> float:
    letters = [c for c in label if c.isalpha()]
    turns = len(re.findall(r"[a-z](?=\d)|\d(?=[a-z])", label))
    vowels = sum(c in "aeiouy" for c in letters) / max(len(letters), 1)
    hard = 1.0 if _HARD.search(label) else 0.0
    few = 1.0 if len(letters) >= 4 and vowels < 0.2 else 0.0
    return min(1.0, 0.4 * max(0, turns - 1) + 0.4 * hard + 0.4 * few)


def _cheap(facts: Facts) -> float:
    host = facts.page.host
    return float(belongs(host, FREE_HOSTING)) or 0.6 * (
        public_suffix(host).rpartition(".")[2] in CHEAP_SUFFIXES
    )


def _say_cheap(facts: Facts, _: float) -> Text:
    suffix = shown(".".join(facts.page.host.split(".")[-3:]))
    return Text(
        ja=f"誰でもすぐ安く置ける場所にあります（{suffix}）。",
        en=f"It lies where anybody may put a page at once, cheaply ({suffix}).",
    )


def _checked(facts: Facts) -> float:
    suffix = public_suffix(facts.page.host)
    return float(any(suffix == one or suffix.endswith(f".{one}") for one in CHECKED_SUFFIXES))


def _bait(facts: Facts) -> float:
    """Brand names and words of trust in a host that is nobody's of the list."""
    host = facts.page.host
    if facts.owner or is_address(host):
        return 0.0
    joined = plain(host.removesuffix(public_suffix(host)).replace(".", " ").replace("-", " "))
    named = 0.0
    for claim in facts.main.claims[:8]:
        for name in claim.brand.names:
            bare = name.lstrip("=").casefold().replace(" ", "")
            if bare.isascii() and len(bare) >= 3 and bare in joined.replace(" ", "").casefold():
                named = 1.0
        if any(
            domain.split(".")[0] in joined
            for domain in claim.brand.domains
            if len(domain.split(".")[0]) >= 4
        ):
            named = 1.0
    return min(1.0, 0.8 * named + 0.2 * len(_BAIT.findall(joined)))


def _young(facts: Facts) -> float:
    if facts.first_seen_days is not None:
        return facts.first_seen_days
    certificate = facts.main.visit.certificate
    if certificate is None or certificate.problem:
        return -1.0
    return max(0.0, (facts.main.visit.started - certificate.not_before).total_seconds() / 86_400)


def _young_strength(facts: Facts) -> float:
    days = _young(facts)
    return 0.0 if days < 0 else 1.0 - ramp(days, 2.0, 20.0)


def _hops(facts: Facts) -> float:
    """Registered domains that the way led through, the last one left out."""
    domains = [
        registered_domain(host_of(hop.url)) for hop in facts.main.visit.chain if host_of(hop.url)
    ]
    return float(max(0, len(dict.fromkeys(domains)) - 1))


def _hop_strength(facts: Facts) -> float:
    chain = facts.main.visit.chain
    shortened = any(
        belongs(host_of(hop.url), SHORTENERS | frozenset({"translate.goog"})) for hop in chain[:-1]
    )
    scripted = any(hop.kind is HopKind.PAGE for hop in chain)
    return ramp(_hops(facts), 0.0, 4.0) + 0.3 * shortened + 0.2 * (scripted and _hops(facts) > 0)


def _triage(facts: Facts) -> float:
    return facts.triage


def _broken(facts: Facts) -> float:
    certificate = facts.main.visit.certificate
    return float(certificate is not None and bool(certificate.problem))


RANDOM_HOST = Term(
    code="sites.random-host", title=Text(ja="無作為な名前", en="random name"),
    sign=1, prior=1.2, unit="1", measure=_random, strength=_random,
    say=sentence("ホスト名が語らしくありません（{v:.1f}）。", "The host's name does not read like words ({v:.1f})."),
    source=SOURCE,
)  # fmt: skip
CHEAP_HOST = Term(
    code="sites.cheap-host", title=Text(ja="手軽な置き場", en="cheap place"),
    sign=1, prior=1.2, unit="1", measure=_cheap, strength=_cheap, say=_say_cheap,
    source="Council of Anti-Phishing Japan, monthly reports; noroshi.sites.judge.services",
)  # fmt: skip
CHECKED_SUFFIX = Term(
    code="sites.checked-suffix", title=Text(ja="審査のある名前", en="checked suffix"),
    sign=-1, prior=2.5, unit="1", measure=_checked, strength=_checked,
    say=sentence("登録時に組織が審査されるドメインです。", "Its suffix is sold only to organisations that were checked."),
    source="JPRS rules for co.jp and kin",
)  # fmt: skip
BAIT_HOST = Term(
    code="sites.bait-host", title=Text(ja="名前に似せた語", en="bait in the name"),
    sign=1, prior=1.5, unit="1", measure=_bait, strength=_bait,
    say=sentence("名乗る名や安心させる語がホスト名にあります（{v:.1f}）。", "The host's name holds the borrowed name or words of trust ({v:.1f})."),
    source=SOURCE, kind="phish",
)  # fmt: skip
YOUNG = Term(
    code="sites.young", title=Text(ja="新しさ", en="young"),
    sign=1, prior=0.7, unit="days", measure=_young, strength=_young_strength,
    say=sentence("証明書に現れてから{v:.0f}日です（-1は不明）。", "First seen in a certificate {v:.0f} days ago (-1: not known)."),
    source="RFC 9162 logs where asked, else the certificate's own start",
)  # fmt: skip
WAY = Term(
    code="sites.way", title=Text(ja="回り道", en="the way there"),
    sign=1, prior=1.0, unit="domains", measure=_hops, strength=_hop_strength,
    say=sentence("別のドメインを{v:.0f}つ経てたどり着きます。", "The way leads through {v:.0f} other domains."),
    source=SOURCE,
)  # fmt: skip
ADDRESS = Term(
    code="sites.address", title=Text(ja="URLの文字列", en="the address's text"),
    sign=1, prior=0.6, unit="log-odds", measure=_triage, strength=lambda facts: ramp(_triage(facts), 0.0, 6.0),
    say=sentence("URLの文字列だけで見た疑い：{v:+.1f}。", "Suspicion by the address's text alone: {v:+.1f}."),
    source="docs/methods/url-triage.md",
)  # fmt: skip
BROKEN_TLS = Term(
    code="sites.broken-tls", title=Text(ja="証明書の不備", en="broken certificate"),
    sign=1, prior=0.5, unit="1", measure=_broken, strength=_broken,
    say=sentence("ブラウザが警告する証明書です。", "A browser would warn of its certificate."),
    source=SOURCE,
)  # fmt: skip

TERMS = (RANDOM_HOST, CHEAP_HOST, CHECKED_SUFFIX, BAIT_HOST, YOUNG, WAY, ADDRESS, BROKEN_TLS)
