from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.sites.brands import BrandList, parse_brands, read_brands, shipped_brands
from noroshi.spine.model import ConfigError

LINE = "あさぎ銀行\tbank\tasagibank.example\tAsagi Bank|=ASAGI\thttps://www.asagibank.example/"
SHIPPED = shipped_brands()


def names(text: str) -> list[str]:
    return [one.brand.name for one in SHIPPED.mentions(text)]


def test_the_longest_name_wins() -> None:
    assert names("楽天カード 楽天") == ["楽天カード", "楽天"]


def test_short_words_need_their_own_case_and_bounds() -> None:
    assert names("ONLINE line LINE") == ["LINE"]
    assert names("auの料金") == ["au"]


def test_the_shipped_list_is_long_and_each_line_has_a_source() -> None:
    assert len(SHIPPED.brands) > 250
    assert all(brand.source.startswith("https://") for brand in SHIPPED.brands)


def test_a_host_is_owned_by_the_brand_of_its_domain() -> None:
    owner = SHIPPED.owner("www.bk.mufg.jp")
    assert owner is not None
    assert owner.name == "三菱UFJ銀行"
    assert SHIPPED.owner("mufg.jp.evil.test") is None


def test_own_lines_replace_shipped_ones() -> None:
    own = parse_brands("LINE\tsns\tline.example\t\thttps://line.example/", "own")
    both = SHIPPED.with_own(own)
    named = both.named("LINE")
    assert named is not None
    assert named.domains == ("line.example",)
    assert len(both.brands) == len(SHIPPED.brands)


@pytest.mark.parametrize(
    "text",
    [
        "only a name",
        LINE + "\n" + LINE,
        LINE.replace("asagibank.example", "no host!"),
        LINE.replace("bank\t", "\t"),
    ],
)
def test_a_wrong_line_is_named(text: str) -> None:
    with pytest.raises(ConfigError, match="own"):
        parse_brands(text, "own")


def test_a_file_is_read_or_its_trouble_told(tmp_path: Path) -> None:
    file = tmp_path / "brands.tsv"
    file.write_text(f"# mine\n{LINE}\n", encoding="utf-8")
    assert [one.name for one in read_brands(file)] == ["あさぎ銀行"]
    with pytest.raises(ConfigError):
        read_brands(tmp_path / "none.tsv")
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError):
        read_brands(file)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_mentions_never_overlap(text: str) -> None:
    ends = [(one.start, one.end) for one in SHIPPED.mentions(text + " 楽天カード LINE")]
    assert all(a[1] <= b[0] for a, b in pairwise(ends))


def test_no_brands_name_nobody() -> None:
    assert BrandList(()).mentions("楽天カード") == []
