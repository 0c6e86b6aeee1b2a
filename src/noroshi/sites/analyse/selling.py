"""Selling: prices, ways to pay, and what a shop in Japan must tell of itself."""

import re
from dataclasses import dataclass

_PRICE = re.compile(
    r"(?:[¥￥]\s?|JPY\s?)(\d{1,3}(?:,\d{3})+|\d{3,7})|(\d{1,3}(?:,\d{3})+|\d{3,7})\s?円"
)
_OFF = re.compile(r"(\d{1,2})\s?(?:%|パーセント)\s?(?:OFF|オフ|引き|割引)|-(\d{2})%", re.IGNORECASE)
_CUT = re.compile(
    r"(?:通常価格|定価|参考価格|元値|メーカー希望小売価格|was)\D{0,6}(\d[\d,]{2,9})\D{1,24}?(?:[¥￥]\s?)?(\d[\d,]{2,9})",
    re.IGNORECASE,
)
_CART = re.compile(
    r"カートに(?:入れる|追加)|買い物かご|ショッピングカート|今すぐ購入|ご注文|レジに進む|add to cart|buy now|checkout",
    re.IGNORECASE,
)
_TRANSFER = re.compile(r"銀行振込|銀行振り込み|口座振込|お?振込先|前払い")
_OTHER_WAYS = re.compile(
    r"クレジット|カード払|VISA|Master|JCB|代金引換|代引|コンビニ(?:決済|払|支払)|PayPay|Amazon Pay|Apple Pay|楽天ペイ|後払い|キャリア決済",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"(?:銀行振込|振り?込み?|前払い)[^。]{0,12}(?:のみ|だけ|限り)|(?:のみ|だけ)[^。]{0,8}銀行振込"
)
_PERSON_ACCOUNT = re.compile(
    r"(?:口座名義|名義人?)\s*[:：]?\s*(?!.{0,10}(?:会社|法人|カ\)|\(カ|カブ))[^\s。]{2,20}"
)
_LAW = re.compile(r"特定商取引|特商法|会社概要|運営会社|販売業者")
_TOLD = {
    "seller": re.compile(
        r"(?:販売業者|販売者|事業者|会社名|運営会社|販売店)\S{0,6}\s*[:：]?\s*\S{2,}"
    ),
    "person": re.compile(r"(?:代表者?|運営責任者|責任者|店長|販売責任者)\S{0,4}\s*[:：]?\s*\S{2,}"),
    "address": re.compile(
        r"(?:[都道府県]\S{0,12}[市区町村郡]|[都道府県]\S{1,20}\d+-\d+|〒\s?\d{3}-?\d{4})"
    ),
    "phone": re.compile(r"(?:TEL|電話)?[^\d]{0,6}0\d{1,4}[-ー(（ ]\d{1,4}[-ー)） ]\d{3,4}"),
}
_FREE_MAIL = re.compile(
    r"[\w.+-]+@(?:gmail|yahoo|outlook|hotmail|163|126|qq|foxmail|sina|icloud|mail|aol|yeah|proton(?:mail)?)\.(?:com?|net|me)(?:\.jp)?",
    re.IGNORECASE,
)
_SIMPLIFIED = re.compile(
    r"[们这发东车说语时会现让吗爱应选择购买结账库种类务进门间问题图书电话处见贝员长]"
)
_KINDS = {
    "electronics": r"テレビ|カメラ|パソコン|ノートPC|イヤホン|冷蔵庫|洗濯機|掃除機|エアコン|スマホ|ドライヤー",
    "clothes": r"ジャケット|コート|ワンピース|スニーカー|Tシャツ|ダウン|パンツ|ブーツ|財布|バッグ",
    "food": r"お米|カニ|うなぎ|肉|菓子|コーヒー|日本酒|ワイン|フルーツ|サプリ",
    "tools": r"電動工具|ドリル|チェーンソー|発電機|草刈|工具セット|溶接|コンプレッサー",
    "beauty": r"化粧水|美容液|香水|口紅|美顔器|シャンプー",
    "toys": r"おもちゃ|フィギュア|プラモデル|ぬいぐるみ|トレカ|ゲーム機|レゴ",
    "vehicle": r"タイヤ|ホイール|カーナビ|自転車|ヘルメット|バイク用品|チャイルドシート",
    "furniture": r"ソファ|ベッド|テーブル|マットレス|カーテン|食器棚|チェア",
    "sports": r"ゴルフ|釣り竿|リール|テント|登山|スキー|バット|グローブ",
    "watches": r"腕時計|ロレックス|オメガ|ネックレス|指輪",
    "instruments": r"ギター|ピアノ|サックス|アンプ|電子ドラム",
}
_KIND_PATTERNS = tuple(re.compile(words) for words in _KINDS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Selling:
    """What a page sells and how.

    Attributes:
        prices: How many prices it names.
        steep: How many goods are cut by half or more.
        cut: How many goods are cut at all.
        cart: Whether goods can be put in a cart.
        transfer_only: 1 where it says that only a bank transfer is taken, 0.6 where it names no other way.
        personal_account: Whether the account is a person's.
        told: Which of seller, responsible person, address and telephone it tells.
        law_block: Whether it has the block that the Act on Specified Commercial Transactions asks for.
        free_mail: Whether its address for mail is a free one.
        kinds: How many unrelated kinds of goods it names, of eleven.
        simplified: Letters used in Chinese only.
    """

    prices: int
    steep: int
    cut: int
    cart: bool
    transfer_only: float
    personal_account: bool
    told: frozenset[str]
    law_block: bool
    free_mail: bool
    kinds: int
    simplified: int


def selling_of(text: str) -> Selling:
    """What a page's text tells of its trade."""
    text = text[:60_000]
    cuts = [int(a or b) for a, b in _OFF.findall(text)]
    pairs = [(_amount(was), _amount(now)) for was, now in _CUT.findall(text)]
    cuts += [round(100 * (1 - now / was)) for was, now in pairs if was > now > 0]
    return Selling(
        prices=len(_PRICE.findall(text)),
        steep=sum(cut >= 50 for cut in cuts),
        cut=len(cuts),
        cart=bool(_CART.search(text)),
        transfer_only=_transfer_only(text),
        personal_account=bool(_PERSON_ACCOUNT.search(text)),
        told=frozenset(name for name, pattern in _TOLD.items() if pattern.search(text)),
        law_block=bool(_LAW.search(text)),
        free_mail=bool(_FREE_MAIL.search(text)),
        kinds=sum(bool(pattern.search(text)) for pattern in _KIND_PATTERNS),
        simplified=len(set(_SIMPLIFIED.findall(text)) - set("会時図電話長員見門問題東車書処")),
    )


def _transfer_only(text: str) -> float:
    if _ONLY.search(text):
        return 1.0
    return 0.6 if _TRANSFER.search(text) and not _OTHER_WAYS.search(text) else 0.0


def _amount(text: str) -> int:
    digits = text.replace(",", "")
    return int(digits) if digits.isdecimal() else 0
