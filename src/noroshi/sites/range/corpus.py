"""Corpus: labelled pages of the range, seeded, for learning weights and for measuring.

Every page names a family (a kit with its trick, an honest kind, a scam) and a brand, so that whole
families and brands can be held out.
"""

from dataclasses import dataclass
from random import Random

from noroshi.sites.brands import BrandList
from noroshi.sites.range.honest import HONEST
from noroshi.sites.range.kits import KITS, TRICKS, page_of
from noroshi.sites.range.names import MADE_BRANDS, MadeBrand, thrown_host
from noroshi.sites.range.scams import SCAMS

OWN_HOSTS = frozenset({"payment-page", "customer-login"})
"""Kinds on hosts of the range's own brands; no listed brand owns such a host."""

_PATHS = (
    "",
    "login",
    "Login",
    "jp/",
    "account/login",
    "ja/account",
    "select",
    "index.html",
    "auth?id=1",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPage:
    """One page with its truth.

    Attributes:
        id: Unique.
        url: Where it is served.
        html: What is served.
        label: 1 malicious, 0 harmless.
        kind: What it is: `kit-A/shadow`, `news`, `fake-shop`…
        brand: Whose name it borrows, or whose site it is; empty where nobody's.
        listed: Whether the brand stands in the list that judges.
    """

    id: str
    url: str
    html: str
    label: int
    kind: str
    brand: str
    listed: bool

    def as_row(self) -> dict[str, str | int]:
        """As `sites judge --pages` reads it, with the truth."""
        return {
            "id": self.id,
            "url": self.url,
            "html": self.html,
            "label": self.label,
            "kind": self.kind,
            "brand": self.brand,
        }


def listed_brands(brands: BrandList) -> tuple[MadeBrand, ...]:
    """Brands of the list in the range's form."""
    return tuple(
        MadeBrand(
            name=brand.name,
            latin=brand.domains[0].split(".")[0],
            sector=brand.sector,
            host=f"www.{brand.domains[0]}",
        )
        for brand in brands.brands
    )


def corpus(brands: BrandList, *, seed: int, each: int) -> list[LabelledPage]:
    """Pages of every kit with every trick, of every honest kind and every scam.

    Args:
        brands: The list that judges; about half of the pages wear one of its brands, half a made one.
        seed: Another seed gives other brands, words and hosts.
        each: Pages of each kit and trick; honest kinds get six times as many, scams twice.
    """
    dice = Random(seed)  # noqa: S311  # made pages, no secret
    listed = listed_brands(brands)
    pages: list[LabelledPage] = []
    taken: set[str] = set()

    def add(url: str, html: str, label: int, kind: str, brand: MadeBrand, *, known: bool) -> None:
        number = f"r{seed}-{len(pages)}"
        named = brand.name if label and kind.startswith("kit") else ""
        pages.append(
            LabelledPage(
                id=number, url=url, html=html, label=label, kind=kind, brand=named, listed=known
            )
        )

    for kit in KITS:
        for trick, change in TRICKS.items():
            for _ in range(each):
                known = dice.random() < 0.5
                brand = dice.choice(listed if known else MADE_BRANDS)
                host, path = thrown_host(dice, brand), dice.choice(_PATHS)
                host = f"n{len(pages)}-{host}" if host in taken else host  # one hand, one host
                taken.add(host)
                page = change(page_of(kit, brand.name, brand.host, dice), dice)
                add(
                    f"https://{host}/{path}", page, 1, f"kit-{kit.name}/{trick}", brand, known=known
                )
    for table, label, count in ((HONEST, 0, 6 * each), (SCAMS, 1, 2 * each)):
        for kind, make in table.items():
            for _ in range(count):
                known = dice.random() < 0.5 and kind not in OWN_HOSTS
                brand = dice.choice(listed if known else MADE_BRANDS)
                url, page = make(brand, dice)
                add(url, page, label, kind, brand, known=known)
    return pages
