"""Job: the brands in force, whether the list keeps its rules, and captures of official pages."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from noroshi.jobs.sites.judging import LookAt
from noroshi.jobs.sites.visiting import evidence_key, evidence_seed
from noroshi.sites.brands import Brand, BrandList, read_brands, shipped_brands
from noroshi.sites.brands.references import (
    FILE,
    Reference,
    References,
    read_references,
    reference_of,
    write_references,
)
from noroshi.sites.judge.services import FREE_HOSTING, belongs
from noroshi.sites.names import public_suffix
from noroshi.sites.visit import Outcome
from noroshi.sites.visit.evidence import signed_part, write_package
from noroshi.spine.home import Home
from noroshi.spine.model import InputError, Text

OFFICIAL = "official"
"""Folder of the home's evidence with looks at brands' own pages."""

PUBLIC = frozenset({"google.com", "github.com"})
"""Brands whose domain also serves strangers' pages; the page must tell there."""


def brands_in_force(home: Home) -> BrandList:
    """The shipped list with the operator's own lines before it.

    Raises:
        ConfigError: The operator's file is wrong; the message names the line.
    """
    own = home.path / "sites" / "brands.tsv"
    return shipped_brands().with_own(read_brands(own)) if own.exists() else shipped_brands()


def problems(brands: BrandList) -> Iterator[tuple[str, Text]]:
    """What is wrong with a list, as the brand's name and a sentence."""
    names: dict[str, list[str]] = defaultdict(list)
    for brand in brands.brands:
        yield from ((brand.name, problem) for problem in _own_problems(brand))
        for name in brand.names:
            names[name.lstrip("=").casefold()].append(brand.name)
    for name, owners in names.items():
        if len(set(owners)) > 1:
            yield (
                owners[0],
                Text(
                    ja=f"名前「{name}」が複数のブランドにあります：{'、'.join(owners)}。",
                    en=f"the name {name} belongs to several brands: {', '.join(owners)}",
                ),
            )


def _own_problems(brand: Brand) -> Iterator[Text]:
    for domain in brand.domains:
        if domain == public_suffix(domain):
            yield Text(
                ja=f"{domain}は登録用の接尾辞で、誰のものでもありません。",
                en=f"{domain} is a suffix and belongs to nobody",
            )
        if belongs(domain, FREE_HOSTING) and domain not in PUBLIC:
            yield Text(
                ja=f"{domain}には誰でもページを置けます。", en=f"anybody may put a page on {domain}"
            )
    host = urlsplit(brand.source).hostname or ""
    if not brand.source.startswith("https://") or "." not in host:
        yield Text(ja="出典がhttpsのURLではありません。", en="the source is no https address")


async def capture_references(
    home: Home, look: LookAt, brands: list[Brand]
) -> AsyncIterator[tuple[Brand, bool]]:
    """Look at each brand's own page, and keep its icon and layout; told is whether there was a page."""
    for brand in brands:
        visit = await look(brand.source, "mobile")
        seen = visit.outcome is Outcome.PAGE and brand.owns(
            urlsplit(visit.final_url).hostname or ""
        )
        if seen:
            package = write_package(visit, home.evidence / OFFICIAL, evidence_seed(home))
            _keep(home, reference_of(brand.name, visit, package.name))
        yield brand, seen


def _keep(home: Home, reference: Reference) -> None:
    """One page a brand: the newest look replaces the one before."""
    file = home.path / "sites" / FILE
    others = [
        look
        for look in read_references(file).looks
        if (look.brand, look.url) != (reference.brand, reference.url)
    ]
    write_references(References((*others, reference)), file)


def official_looks(home: Home, brand: str) -> tuple[Reference, ...]:
    """Looks at a brand's own pages, the newest first."""
    return read_references(home.path / "sites" / FILE).of(brand)


def official_screen(home: Home, brand: str, place: int) -> bytes:
    """The signed picture of a look at a brand's own page.

    Raises:
        InputError: There is no such look, or no picture as this house signed it.
    """
    looks = official_looks(home, brand)
    if not 0 <= place < len(looks) or not looks[place].evidence:
        raise InputError("no picture of this page was kept; noroshi sites brands capture keeps one")
    package = home.evidence / OFFICIAL / Path(looks[place].evidence).name
    return signed_part(package, "screenshot.png", evidence_key(home, None))
