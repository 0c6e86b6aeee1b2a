"""Facts: all that the visits to one address showed, measured once for every term."""

import re
from dataclasses import dataclass
from functools import cached_property

from noroshi.sites.analyse.asking import PERSONAL, SECRETS, Ask, Asked
from noroshi.sites.analyse.document import Document, document_of, host_of
from noroshi.sites.analyse.picture import icon_hash, layout_hash
from noroshi.sites.analyse.selling import Selling, selling_of
from noroshi.sites.brands import Brand, BrandList
from noroshi.sites.brands.references import References
from noroshi.sites.judge.claim import Claim, claimed_name, claims_of
from noroshi.sites.judge.services import CONTENT, LOGIN_AND_PAYMENT, belongs
from noroshi.sites.names import registered_domain
from noroshi.sites.visit import Outcome, Visit

_WORTH = {
    Ask.PASSWORD: 0.6, Ask.CARD: 0.8, Ask.CARD_CODE: 0.5, Ask.OTP: 0.6, Ask.PIN: 0.8,
    Ask.WALLET: 1.2, Ask.BANK: 0.4, Ask.MAIL_PASSWORD: 0.9,
}  # fmt: skip
"""How much each secret is worth to a thief, in shares of a full request."""

_PARKED = re.compile(
    r"domain (?:is |may be )?for sale|buy this domain|このドメインは|ドメイン.{0,12}(?:販売|取得|売り)|parked|"
    r"welcome to nginx|apache2? .{0,20}default page|it works!|under construction|工事中|準備中です|account suspended|このアカウントは停止|coming soon",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"404|not found|ページが見つかりません|存在しません|403|forbidden|お探しのページ", re.IGNORECASE
)


@dataclass(frozen=True)
class Look:
    """One visit with its page."""

    visit: Visit
    page: Document
    claims: tuple[Claim, ...]

    @cached_property
    def secrets(self) -> frozenset[Ask]:
        """Secrets that the page asks for."""
        return frozenset(one.ask for one in self.page.asked) & SECRETS

    @cached_property
    def asks(self) -> float:
        """How much the page asks for: 0 nothing, 1 a full request; personal data count little."""
        worth = sum(_WORTH[ask] for ask in self.secrets)
        personal = len({one.ask for one in self.page.asked} & PERSONAL)
        return min(1.5, worth + (0.1 * personal if personal >= 2 else 0.0))

    @cached_property
    def served(self) -> bool:
        """Whether there was a page at all."""
        visit = self.visit
        if visit.outcome is Outcome.DOWNLOAD or visit.downloads:
            return True
        if visit.outcome not in {Outcome.PAGE, Outcome.TOO_LARGE, Outcome.TIMEOUT}:
            return False
        if (visit.status or 200) >= 400 and not self.asks:
            return False
        return bool(self.page.text or self.page.asked or self.page.marks or self.page.parts)

    @cached_property
    def parked(self) -> bool:
        """Whether the page only says that nothing is here."""
        short = len(self.page.text) < 600 and not self.page.asked
        return short and bool(_PARKED.search(f"{self.page.title} {self.page.text[:600]}"))

    @cached_property
    def gone(self) -> bool:
        """Whether nothing is here: no page, an error, or a parked name."""
        words = len(self.page.text) < 300 and bool(
            _GONE.search(f"{self.page.title} {self.page.text[:200]}")
        )
        return (
            not self.served or self.parked or (words and not self.asks and not self.visit.downloads)
        )

    @cached_property
    def exposure(self) -> float:
        """How much the visit revealed: the look to judge by is the one that revealed most."""
        claim = self.claims[0].strength if self.claims else 0.0
        return (
            self.asks
            + claim
            + 2.0 * bool(self.visit.downloads)
            + 0.3 * bool(self.visit.dialogs)
            + 0.2 * self.served
            + 0.2 * (not self.gone)
        )


@dataclass(frozen=True)
class Facts:
    """What the terms measure.

    Attributes:
        looks: One for each visit, in order.
        brands: Who may be imitated.
        triage: Log-odds of the address by its text alone; 0 where it is not known.
        first_seen_days: Days since the name was first seen in certificates; null where not known.
    """

    looks: tuple[Look, ...]
    brands: BrandList
    triage: float = 0.0
    first_seen_days: float | None = None

    @cached_property
    def main(self) -> Look:
        """The look that revealed most; the first of equals."""
        return max(self.looks, key=lambda look: look.exposure)

    @cached_property
    def page(self) -> Document:
        """The page to judge by."""
        return self.main.page

    @cached_property
    def selling(self) -> Selling:
        """What it sells."""
        return selling_of(self.page.text)

    @cached_property
    def owner(self) -> Brand | None:
        """The brand whose own the host is."""
        return self.brands.owner(self.page.host)

    @cached_property
    def claim(self) -> Claim | None:
        """The strongest claim."""
        return self.main.claims[0] if self.main.claims else None

    @cached_property
    def own_claim(self) -> float:
        """How strongly the page presents itself as the brand that owns its host."""
        return max(
            (one.strength for one in self.main.claims if self.is_own(one.brand)), default=0.0
        )

    @cached_property
    def foreign_claim(self) -> Claim | None:
        """The strongest claim of a brand that does not own the host; none if all do."""
        return next((one for one in self.main.claims if not self.is_own(one.brand)), None)

    def is_own(self, brand: Brand) -> bool:
        """Whether the host is the brand's own, or of a brand that shares a domain with it."""
        if brand.owns(self.page.host):
            return True
        return self.owner is not None and bool(set(self.owner.domains) & set(brand.domains))

    @cached_property
    def name(self) -> str:
        """The name that the page gives itself."""
        return claimed_name(self.page)

    @cached_property
    def asks(self) -> float:
        """How much it asks for."""
        return self.main.asks

    @cached_property
    def asked_secrets(self) -> tuple[Asked, ...]:
        """Places to type a secret."""
        return tuple(one for one in self.page.asked if one.ask in SECRETS)

    @cached_property
    def foreign_targets(self) -> tuple[str, ...]:
        """Hosts of other registered domains to which what is typed is sent."""
        page = self.page
        carrying = {one.action for one in page.asked if one.ask not in {Ask.SEARCH, Ask.COMMENT}}
        hosts = {host_of(url) for url in carrying if url}
        if self.asks and page.script.sends:
            hosts |= {
                host_of(url)
                for url in page.script.urls
                if not url.endswith((".js", ".css", ".png", ".svg"))
            }
        sent = (one for one in self.main.visit.exchanges if one.method == "POST")
        hosts |= {host_of(one.url) for one in sent}
        return tuple(sorted(host for host in hosts if host and self._is_foreign(host)))

    def _is_foreign(self, host: str) -> bool:
        if registered_domain(host) == self.page.domain or belongs(host, CONTENT):
            return False
        if belongs(host, LOGIN_AND_PAYMENT):
            return False
        return not (self.owner and self.owner.owns(host))

    @cached_property
    def identity_elsewhere(self) -> str:
        """The other domain on which most of logo, icon and legal links lie; empty if none."""
        pointed: list[str] = [
            host_of(url) for kind, url in self.page.parts if kind in {"logo", "icon", "canonical"}
        ]
        pointed += [host_of(link.url) for link in self.page.legal_links]
        domains = [
            registered_domain(host) for host in pointed if host and not belongs(host, CONTENT)
        ]
        others = [domain for domain in domains if domain != self.page.domain]
        if not others or (self.owner and any(self.owner.owns(domain) for domain in others)):
            return ""
        best = max(sorted(set(others)), key=others.count)
        return best if others.count(best) > len(domains) / 2 else ""

    @cached_property
    def words(self) -> str:
        """Title, text and boxes that popped up, for patterns."""
        return (
            f"{self.page.title} {self.page.text[:30_000]} {' '.join(self.main.visit.dialogs[:20])}"
        )


def facts_of(
    visits: tuple[Visit, ...],
    brands: BrandList,
    references: References | None = None,
    *,
    triage: float = 0.0,
    first_seen_days: float | None = None,
) -> Facts:
    """Facts of all visits to one address; at least one visit."""
    looks = tuple(_look(visit, brands, references or References()) for visit in visits)
    return Facts(looks, brands, triage, first_seen_days)


def _look(visit: Visit, brands: BrandList, references: References) -> Look:
    page = document_of(visit)
    seen: dict[str, float] = {}
    if references.looks:
        if by_icon := references.by_icon(icon_hash(visit.favicon)):
            seen[by_icon] = 0.9
        name, likeness = references.by_layout(layout_hash(visit.screenshot))
        if name:
            seen[name] = max(seen.get(name, 0.0), likeness)
    return Look(visit, page, claims_of(page, brands, seen))
