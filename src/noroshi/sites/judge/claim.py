"""Claim: whom a page says it is, told apart from whom it merely speaks about.

A shop lists the cards it takes, a newspaper warns of fake banks, a blog praises a card: all name brands.
A page that *is* a brand, or wants to be taken for it, puts the name where an owner does: alone in title
and heading, on the logo, behind the copyright sign, in its legal links.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from noroshi.sites.analyse.document import Document, host_of
from noroshi.sites.brands import Brand, BrandList, Mention
from noroshi.sites.judge.services import CONTENT, belongs

_ZONES = {
    "title": 1.0,
    "heading": 1.0,
    "mark": 0.85,
    "owner": 1.0,
    "button": 0.6,
    "text": 0.6,
    "script": 0.55,
}
_PARTS = {"logo": 0.9, "icon": 0.9, "img": 0.6, "canonical": 0.8}
_PARTICLE = re.compile(
    r"^\s?(?:を(?!ご利用いただ|ご愛顧|ご契約)|が|は(?!ま)|に(?!ち)|で|と(?!う)|も|から|の(?!ご|お|会員|公式|重要|セキュリティ|アカウント|本人|確認|更新|手続|停止|ログイン|認証|異常|不正|利用)|って|より|への|との|について)"
)
_ABOUT = re.compile(
    r"を装|をかた|かたる|騙|装った|偽|詐欺|フィッシング|とは|使い方|徹底|比較|おすすめ|オススメ|まとめ|ランキング|口コミ|評判|レビュー|ニュース|"
    r"株価|質問|ですか|だけど|知恵袋|被害|メリット|攻略|解説|変な|怪しい|届いた|来た|作り方|申[しi]?込み?(?:方法|手順)|解約方法|審査|年会費|体験談|感想|"
    r"phish|scam|review|vs\.?\s|how to|what is|alternative|compared|beware|fake|impersonat|news",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"支払|決済|ご利用(?:いただけ|可能な)|取り?扱い?(?:カード|ブランド)|お使いいただけ|使える|利用(?:でき|可能)|提携|加盟|協賛|取引先|導入|対応カード|代金引換|代引|accept|payment|pay with|we take|カードブランド",
    re.IGNORECASE,
)
_LOGIN_WITH = re.compile(r"(?:sign|log) ?in with\s*$|continue with\s*$|with\s*$", re.IGNORECASE)
_LOGIN_BY = re.compile(
    r"^\s?(?:ID)?(?:アカウント)?(?:で|を使って|から)?\s?(?:ログイン|続行|登録|連携|共有|シェア|フォロー)",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:ご利用)?確認のお願い|手続き?|専用|ログイン|サインイン|会員|マイページ|本人確認|公式(?:サイト)?|ホーム|トップ(?:ページ)?|ようこそ|お知らせ|重要|ご利用|確認|認証|ページ|サービス|"
    r"オンライン(?:ショップ|ストア)?|アカウント|login|log in|sign ?in|welcome|official|home|account|verification|secure|[|｜:：\-–—【】「」\[\]()（）、。!！?？\s]+",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[\w.+-]+@[\w.-]+|(?:https?|wss?)://[^\s\"'`<>]+|\b[\w-]+(?:\.[\w-]+)+/[^\s\"'`<>]*"
)
"""Mail and web addresses name their operators, not whom the page claims to be."""
_HEADLINE = re.compile(r"^\s?[、，,:：]|^\s?[をがはにでとも]")
_TERSE = 0.9
"""Weight of the text of a page that says hardly more than its form needs: whom it names, it claims to be."""
_NEAR = 40
_LONG_REST = 8
_FEW_TEXT = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """How strongly a page presents itself as a brand.

    Attributes:
        brand: Which.
        strength: 0 (merely named) to 1 (as its owner would).
        where: The strongest place: `title`, `owner`, `logo`, `icon`…
        spoken_of: How often it is named the way others name it (paid with, written about).
    """

    brand: Brand
    strength: float
    where: str
    spoken_of: int


def claims_of(
    page: Document, brands: BrandList, seen: dict[str, float] | None = None
) -> tuple[Claim, ...]:
    """Claims of a page, strongest first; longer names first where equal.

    Args:
        page: The page.
        brands: Who may be named.
        seen: Brands that the page's icon or layout looks like, with the likeness.
    """
    strength: dict[Brand, dict[str, float]] = defaultdict(dict)
    spoken: dict[Brand, int] = defaultdict(int)
    zones = _ZONES | {"text": _TERSE} if len(page.text) < _FEW_TEXT else _ZONES
    for zone, raw in _zones(page):
        text = _ADDRESS.sub(" ", raw)
        mentions = brands.mentions(text)
        for mention in mentions:
            weight = zones[zone] * _as_owner(text, mention, mentions, zone)
            if weight <= 0.2 * zones[zone]:
                spoken[mention.brand] += 1
            known = strength[mention.brand]
            known[zone] = max(known.get(zone, 0.0), weight)
    _by_domains(page, brands, strength)
    for name, likeness in (seen or {}).items():
        if brand := brands.named(name):
            strength[brand]["looks"] = likeness
    claims = [_claim(brand, zones, spoken[brand]) for brand, zones in strength.items()]
    return tuple(
        sorted(claims, key=lambda one: (-round(one.strength, 2), -_longest(page, one.brand)))
    )


def claimed_name(page: Document) -> str:
    """The name that a page gives itself where no brand of the list fits; empty where it has none."""
    drawn = (page.script.hidden.strip(),) if page.script.draws else ()
    for source in (*page.owners, page.title, *page.headings[:1], *page.marks[:1], *drawn):
        parts = [part for part in re.split(r"[|｜:：–—\-【】「」]", source) if part.strip()]
        names = [_GENERIC.sub(" ", part).strip(" .;:,、。|-") for part in parts]
        if best := max(names, key=len, default=""):
            return best[:40]
    return ""


def _claim(brand: Brand, zones: dict[str, float], spoken: int) -> Claim:
    ordered = sorted(zones.items(), key=lambda one: -one[1])
    more = sum(weight > 0.4 for _, weight in ordered[1:])
    strength = min(1.0, ordered[0][1] * (0.85 + 0.08 * more))
    return Claim(brand=brand, strength=strength, where=ordered[0][0], spoken_of=spoken)


def _zones(page: Document) -> list[tuple[str, str]]:
    """Texts by place; body text last, and code only where it can write the page."""
    zones = [("title", page.title)]
    zones += [("heading", text) for text in page.headings[:8]]
    zones += [("owner", text) for text in page.owners[:4]]
    zones += [("mark", text) for text in page.marks[:60]]
    zones += [("button", text) for text in page.buttons[:20]]
    zones.append(("text", page.text[:12_000]))
    script = page.script
    if script.hidden:
        zones.append(("script", script.hidden[:20_000]))
    if script.draws or (script.writes and len(page.text) < _FEW_TEXT):
        zones.append(("script", script.text[:20_000]))
    return [(zone, text) for zone, text in zones if text]


def _as_owner(  # noqa: PLR0911  # one return a way of naming
    text: str, mention: Mention, mentions: list[Mention], zone: str
) -> float:
    """1 where a name stands as an owner puts it, near 0 where others speak of it."""
    before = text[max(0, mention.start - _NEAR) : mention.start]
    after = text[mention.end : mention.end + _NEAR]
    if _LOGIN_WITH.search(before) or (
        zone in {"button", "text", "mark"} and _LOGIN_BY.match(after)
    ):
        return 0.05
    near = {
        other.brand
        for other in mentions
        if abs(other.start - mention.start) <= 60 and other.brand is not mention.brand
    }
    if zone != "owner" and (_PAID.search(before[-30:]) or len(near) >= 3):
        return 0.1
    if zone in {"text", "mark"} and near and _PAID.search(after):
        return 0.1
    about = _ABOUT.search(text if zone in {"title", "heading"} else before[-12:] + " " + after)
    if about:
        return 0.1
    if zone in {"title", "heading"} and _HEADLINE.match(after):
        rest = _GENERIC.sub("", text[: mention.start] + text[mention.end :])
        if len(rest) >= _LONG_REST:
            return 0.25
    if _PARTICLE.match(after) and zone != "owner":
        return 0.4
    return 1.0


def _by_domains(page: Document, brands: BrandList, strength: dict[Brand, dict[str, float]]) -> None:
    """Pictures, icons and legal links that lie on a brand's own domain."""
    for kind, url in page.parts:
        host = host_of(url)
        if kind in _PARTS and host and not belongs(host, CONTENT) and (brand := brands.owner(host)):
            known = strength[brand]
            known[kind] = max(known.get(kind, 0.0), _PARTS[kind])
    for link in page.legal_links:
        host = host_of(link.url)
        if host and not belongs(host, CONTENT) and (brand := brands.owner(host)):
            known = strength[brand]
            known["legal"] = max(known.get("legal", 0.0), 0.6)


def _longest(page: Document, brand: Brand) -> int:
    """Length of the longest name of a brand that stands on a page: `楽天カード` beats `楽天`."""
    words = f"{page.title} {' '.join(page.headings[:4])} {' '.join(page.owners)}"
    return max(
        (len(name.lstrip("=")) for name in brand.names if name.lstrip("=") in words), default=0
    )
