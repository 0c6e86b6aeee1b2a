"""Brand list: who is named in a text, and whose a host is. Text that people can read and edit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import re2  # type: ignore[import-untyped]  # ships no types

from noroshi.sites.analyse.wording import plain
from noroshi.sites.brands.brand import Brand
from noroshi.spine.model import ConfigError, InputError
from noroshi.spine.model.domain import canonical_domain

MOST_OCTETS = 4_000_000
MOST_MENTIONS = 200
_SHIPPED = "brands.tsv"
_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class Mention:
    """A brand's name within a text: from `start`, up to but without `end`."""

    brand: Brand
    start: int
    end: int


@dataclass(frozen=True)
class BrandList:
    """Brands, looked up by name and by host."""

    brands: tuple[Brand, ...]

    def mentions(self, text: str) -> list[Mention]:
        """Names in a text that went through `plain`, in order, the longest where several fit."""
        found = [
            Mention(self._by_name[name], start, end)
            for pattern, fold in ((self._exact, False), (self._folded, True))
            for name, start, end in _matches(pattern, text, fold=fold)
            if name in self._by_name
        ]
        found.sort(key=lambda one: (one.start, -one.end))
        kept: list[Mention] = []
        for one in found[:MOST_MENTIONS]:
            if not kept or one.start >= kept[-1].end:
                kept.append(one)
        return kept

    def owner(self, host: str) -> Brand | None:
        """The brand whose own a host is; the one with the longest matching domain."""
        labels = host.split(".")
        for at in range(len(labels)):
            if brand := self._by_domain.get(".".join(labels[at:])):
                return brand
        return None

    def named(self, name: str) -> Brand | None:
        """The brand of exactly this name."""
        return next((brand for brand in self.brands if brand.name == name), None)

    def with_own(self, own: Sequence[Brand]) -> "BrandList":
        """This list with the operator's lines; a line of the same name replaces the shipped one."""
        names = {brand.name for brand in own}
        return BrandList((*own, *(brand for brand in self.brands if brand.name not in names)))

    @cached_property
    def _by_name(self) -> dict[str, Brand]:
        table: dict[str, Brand] = {}
        for brand in self.brands:
            for name in brand.names:
                key = name[1:] if name[0] == "=" else plain(name).casefold()
                table.setdefault(key, brand)
        return table

    @cached_property
    def _by_domain(self) -> dict[str, Brand]:
        table: dict[str, Brand] = {}
        for brand in self.brands:
            for domain in brand.domains:
                table.setdefault(domain, brand)
        return table

    @cached_property
    def _exact(self) -> re2._Regexp:
        return _compiled(
            name[1:] for brand in self.brands for name in brand.names if name[0] == "="
        )

    @cached_property
    def _folded(self) -> re2._Regexp:
        return _compiled(
            plain(name).casefold()
            for brand in self.brands
            for name in brand.names
            if name[0] != "="
        )


def shipped_brands() -> BrandList:
    """The list that comes with this version."""
    text = files(__package__).joinpath(_SHIPPED).read_text(encoding="utf-8")
    return BrandList(parse_brands(text, _SHIPPED))


def read_brands(path: Path) -> tuple[Brand, ...]:
    """An operator's own lines.

    Raises:
        ConfigError: The file cannot be read, or a line is wrong; the message names it.
    """
    try:
        if path.stat().st_size > MOST_OCTETS:
            raise ConfigError(f"{path} is larger than any list of brands; name another file")
        return parse_brands(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read as a list of brands: {error}") from error


def parse_brands(text: str, where: str) -> tuple[Brand, ...]:
    """Brands of a text: name, sector, domains, other names, source, by tabs.

    Raises:
        ConfigError: A line is wrong; the message names it.
    """
    lines = enumerate(text.splitlines(), start=1)
    brands = tuple(
        _brand(line, f"{where} line {number}")
        for number, line in lines
        if line.strip() and not line.startswith("#")
    )
    names = [brand.name for brand in brands]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ConfigError(f"{where}: {', '.join(sorted(twice))} stands twice; keep one line each")
    return brands


def _brand(line: str, where: str) -> Brand:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) != _COLUMNS or not all((cells[0], cells[1], cells[2], cells[4])):
        raise ConfigError(
            f"{where} is no brand; write name, sector, domains, other names and source with tabs between"
        )
    name, sector, domains, others, source = cells
    try:
        own = tuple(canonical_domain(domain) for domain in domains.split())
    except InputError as error:
        raise ConfigError(f"{where}: {error}") from error
    names = list(filter(None, (other.strip() for other in others.split("|"))))
    if not any(other == f"={name}" for other in names):
        names.insert(0, f"={name}" if _is_short(name) else name)
    if short := [other for other in names if len(other.lstrip("=")) < 1]:
        raise ConfigError(f"{where}: {short[0]!r} is too short for a name")
    return Brand(name=name, sector=sector, domains=own, names=tuple(names), source=source)


def _is_short(name: str) -> bool:
    """Names of so few Latin letters are words of every language; their case must fit."""
    return name.isascii() and len(name) <= 4


def _compiled(names: Iterable[str]) -> re2._Regexp:
    options = re2.Options()
    options.longest_match = True
    options.max_mem = 64 << 20
    parts = [
        ("\\b" if name[0].isascii() and name[0].isalnum() else "")
        + re2.escape(name)
        + ("\\b" if name[-1].isascii() and name[-1].isalnum() else "")
        for name in sorted(set(names))
    ]
    return re2.compile("|".join(parts) or "[^\\x00-\\x{10FFFF}]", options)


def _matches(pattern: re2._Regexp, text: str, *, fold: bool) -> list[tuple[str, int, int]]:
    looked = text.casefold() if fold else text
    if len(looked) != len(text):  # folding changed a length: places would no longer fit
        looked = text.lower() if len(text.lower()) == len(text) else text
    return [
        (match.group(), match.start(), match.end())
        for _, match in zip(range(MOST_MENTIONS), pattern.finditer(looked), strict=False)
    ]
