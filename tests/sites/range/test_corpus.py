from collections import Counter

from noroshi.sites.brands import shipped_brands
from noroshi.sites.range.corpus import corpus
from noroshi.sites.range.honest import HONEST
from noroshi.sites.range.kits import KITS, TRICKS
from noroshi.sites.range.scams import SCAMS

PAGES = corpus(shipped_brands(), seed=3, each=1)


def test_every_kind_is_there() -> None:
    kinds = Counter(page.kind for page in PAGES)
    assert set(kinds) == {f"kit-{kit.name}/{trick}" for kit in KITS for trick in TRICKS} | set(
        HONEST
    ) | set(SCAMS)


def test_the_same_seed_gives_the_same_pages() -> None:
    assert corpus(shipped_brands(), seed=3, each=1) == PAGES
    assert corpus(shipped_brands(), seed=4, each=1) != PAGES


def test_rows_are_what_the_command_reads() -> None:
    row = PAGES[0].as_row()
    assert {"id", "url", "html", "label", "kind", "brand"} == set(row)


def test_malicious_pages_lie_on_reserved_names_only() -> None:
    assert all(".test/" in page.url for page in PAGES if page.label)


def test_imitations_of_kits_name_a_brand() -> None:
    assert all(page.brand for page in PAGES if page.kind.startswith("kit"))
