"""URL signs: all that the triage model weighs of a URL, its make and the brands that it borrows."""

from collections.abc import Iterator
from functools import cache

import re2  # type: ignore[import-untyped]  # ships no types

from noroshi.sites.analyse import UrlParts, signs_of
from noroshi.sites.brands import BrandList, shipped_brands
from noroshi.sites.lookalike import seen_as

SHORTEST = 4
"""Letters of a brand's word; shorter ones are parts of too many others."""
_MOST = 80
"""Characters of each part that are looked at."""


def url_signs(parts: UrlParts) -> list[str]:
    """The signs of one URL, each once."""
    return [*signs_of(parts), *_brand_signs(parts)]


def _brand_signs(parts: UrlParts) -> Iterator[str]:
    """Where a brand's word stands: on its own domain, or in a part of another's."""
    brands, words = _brands()
    if brands.owner(parts.host) is not None:
        yield "brand=own"
        return
    label, under, path = parts.label[:_MOST], parts.under[-_MOST:], parts.path[:_MOST]
    if words.search(f"{label} {under} {path}") is None:
        if _may_be_drawn(label) and words.search(seen_as(label)) is not None:
            yield "brand=drawn"
        return
    top = parts.suffix.rpartition(".")[2]
    for place, text in (("label", label), ("under", under), ("path", path)):
        if (found := words.search(text)) is not None:
            yield f"brand={place}"
            yield f"brand={place},{'whole' if found.group() == text else 'part'}"
            yield f"brand={place},top={top}"


def _may_be_drawn(label: str) -> bool:
    """Whether a label holds what stands for letters: digits, or letters of other scripts."""
    return label.startswith("xn--") or any(sign.isdigit() for sign in label)


@cache
def _brands() -> tuple[BrandList, re2._Regexp]:
    """The shipped list: a model learned with its words means no others."""
    brands = shipped_brands()
    words = {
        word
        for brand in brands.brands
        for word in (
            *(name.lstrip("=").casefold() for name in brand.names),
            *(domain.partition(".")[0] for domain in brand.domains),
        )
        if len(word) >= SHORTEST and word.isascii() and word.isalnum()
    }
    return brands, re2.compile("|".join(map(re2.escape, sorted(words))))
