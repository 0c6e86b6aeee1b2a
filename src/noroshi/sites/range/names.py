"""Names: made brands and hosts of the range. Reserved suffixes only; the brands do not exist."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBrand:
    """A brand of the range.

    Attributes:
        name: As pages write it.
        latin: As its host writes it.
        sector: What it does.
        host: Its own site.
    """

    name: str
    latin: str
    sector: str
    host: str


_MADE = (
    ("あさぎ銀行", "asagibank", "bank"), ("みなも信託銀行", "minamo-trust", "bank"), ("つばめカード", "tsubamecard", "card"),
    ("KURENAI CARD", "kurenaicard", "card"), ("ひばり証券", "hibari-sec", "securities"), ("Hoshizora Securities", "hoshizora-sec", "securities"),
    ("カモメ便", "kamomebin", "delivery"), ("やまびこ運輸", "yamabiko-express", "delivery"), ("SORAMO", "soramo", "telecom"),
    ("ひかりねっと", "hikarinet", "telecom"), ("まるいちマート", "maruichimart", "shop"), ("Komorebi Store", "komorebi", "shop"),
    ("たまゆらペイ", "tamayurapay", "payment"), ("とうげ電力", "toge-denryoku", "utility"), ("しおさいガス", "shiosaigas", "utility"),
    ("いろは航空", "irohaair", "transport"), ("ETCあけぼの", "etc-akebono", "transport"), ("国民納税センター", "nozei-center", "public"),
    ("Northwind Bank", "northwindbank", "bank"), ("Contoso Mail", "contosomail", "online"), ("Fabrikam Pay", "fabrikampay", "payment"),
    ("Litware Cloud", "litwarecloud", "online"), ("あおば生命", "aobaseimei", "insurance"), ("ことのはID", "kotonoha-id", "online"),
)  # fmt: skip

MADE_BRANDS = tuple(
    MadeBrand(name=name, latin=latin, sector=sector, host=f"www.{latin}.example")
    for name, latin, sector in _MADE
)

_WORDS = [
    "aoi",
    "haru",
    "kaze",
    "mori",
    "nami",
    "sora",
    "tani",
    "umi",
    "yuki",
    "hana",
    "ishi",
    "kawa",
    "matsu",
    "sato",
    "taka",
    "yama",
    "fuji",
    "kita",
    "nishi",
    "naka",
    "oka",
    "saka",
]
_TRADES = [
    "shoten",
    "kobo",
    "shop",
    "books",
    "garden",
    "clinic",
    "bakery",
    "tools",
    "farm",
    "studio",
    "office",
    "sports",
    "music",
    "kogyo",
]


def thrown_host(dice: Random, brand: MadeBrand | None = None) -> str:
    """A host as kits use it: random, random below a free host, or with bait in it."""
    style = dice.randrange(6)
    token = "".join(
        dice.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(dice.randint(5, 9))
    )
    word = dice.choice(_WORDS) + dice.choice(_WORDS)
    if style == 0:
        return f"{token}.test"
    if style == 1:
        return f"{token}.{dice.choice(['workers-dev', 'pages-dev', 'web-app', 'vercel-app'])}.test"
    if style == 2 and brand:
        return f"{brand.latin}-{dice.choice(['login', 'secure', 'id', 'support', 'jp'])}.test"
    if style == 3 and brand:
        return f"{brand.latin}.{token}.test"
    if style == 4:
        return f"{word}{dice.randint(1, 99)}.test"
    return f"{word}.test"


def honest_host(dice: Random) -> str:
    """A host as small honest sites have it."""
    return (
        f"{dice.choice(_WORDS)}{dice.choice(_WORDS)}-{dice.choice(_TRADES)}.test"
        if dice.random() < 0.7
        else f"{dice.choice(_TRADES)}{dice.randint(1, 99)}.test"
    )
