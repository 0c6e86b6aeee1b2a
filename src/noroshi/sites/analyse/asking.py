"""Asking: what a page wants a visitor to type, whatever it calls its fields."""

import re
from dataclasses import dataclass
from enum import StrEnum

from noroshi.sites.analyse.wording import plain


class Ask(StrEnum):
    """Kinds of things a page can ask for."""

    PASSWORD = "password"  # noqa: S105  # a kind of field
    ACCOUNT = "account"
    CARD = "card"
    CARD_CODE = "card-code"
    EXPIRY = "expiry"
    OTP = "otp"
    PIN = "pin"
    BANK = "bank"
    WALLET = "wallet"
    IDENTITY = "identity"
    MAIL_PASSWORD = "mail-password"  # noqa: S105  # a kind of field
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    ADDRESS = "address"
    BIRTH = "birth"
    SEARCH = "search"
    COMMENT = "comment"
    OTHER = "other"


SECRETS = frozenset(
    {
        Ask.PASSWORD,
        Ask.CARD,
        Ask.CARD_CODE,
        Ask.OTP,
        Ask.PIN,
        Ask.WALLET,
        Ask.MAIL_PASSWORD,
        Ask.BANK,
    }
)
"""What lets a thief in, or takes money, at once."""

PERSONAL = frozenset({Ask.EMAIL, Ask.PHONE, Ask.NAME, Ask.ADDRESS, Ask.BIRTH, Ask.IDENTITY})

_AUTOCOMPLETE = {
    "current-password": Ask.PASSWORD,
    "new-password": Ask.PASSWORD,
    "cc-number": Ask.CARD,
    "cc-csc": Ask.CARD_CODE,
    "cc-exp": Ask.EXPIRY,
    "cc-exp-month": Ask.EXPIRY,
    "cc-exp-year": Ask.EXPIRY,
    "one-time-code": Ask.OTP,
    "username": Ask.ACCOUNT,
    "email": Ask.EMAIL,
    "tel": Ask.PHONE,
    "name": Ask.NAME,
    "bday": Ask.BIRTH,
    "street-address": Ask.ADDRESS,
    "postal-code": Ask.ADDRESS,
}
"""HTML Living Standard, section 4.10.18.7.1."""

_WORDS: tuple[tuple[Ask, str], ...] = (
    (Ask.CARD_CODE, r"セキュリティ ?(?:コード|番号)|カード確認番号|裏面.{0,6}(?:3|4|三|四)桁|(?:3|4|三|四)桁.{0,12}裏面|\bc[vs][vc]\d?\b|\bcsc\b|cvv|cvc|cid\b|security ?code|card_?code|anquanma"),
    (Ask.OTP, r"ワンタイム|認証(?:コード|番号)|確認(?:コード|番号)|SMS.{0,6}(?:コード|番号)|\botp\b|one.?time|verif\w* ?code|(?:sms|auth|2fa|mfa|totp)_?-?code|passcode|yanzhengma|6桁|六桁"),
    (Ask.WALLET, r"seed ?phrase|recovery ?phrase|mnemonic|secret ?phrase|private ?key|シード ?フレーズ|リカバリー ?フレーズ|秘密鍵|復元フレーズ"),
    (Ask.MAIL_PASSWORD, r"メール.{0,8}(?:パスワード|暗証)|e-?mail ?password|mail_?pass"),
    (Ask.PIN, r"暗証 ?番号|取引.{0,4}(?:暗証|パスワード)|第[二2]暗証|\bpin\b|pin_?(?:code|no|number)|合言葉|秘密の(?:質問|答)|お引出し|乱数表|確認用カード|trade_?pass"),
    (Ask.EXPIRY, r"有効 ?期限|expir|exp_?(?:date|month|year)|\bexp\b|mm ?/ ?yy|card_?(?:month|year)|youxiaoqi"),
    (Ask.CARD, r"カード ?番号|card.?(?:no|num|number)\b|cardno|cardnum|\bcc.?(?:num|no|number)\b|ccnum|credit.?card|クレジットカード.{0,6}(?:番号|情報)|\bpan\b|4桁.{0,4}4桁|(?:16|十六)桁|kahao|\d{4}[ -]\d{4}[ -]\d{4}"),
    (Ask.PASSWORD, r"パス ?ワード|ぱすわーど|password|passwd|passwort|contraseña|mot de passe|\bpass\b|\bpwd?\b|user_?pw|login_?pw|密码|密碼|暗号|mima"),
    (Ask.BANK, r"口座 ?番号|支店 ?(?:番号|コード|名)|店番|account ?(?:no|num|number)\b|\biban\b|sort ?code|routing|契約者番号|加入者番号"),
    (Ask.IDENTITY, r"マイナンバー|個人番号|免許証|運転免許|パスポート|本人確認書類|身分証|\bssn\b|passport|id ?card|my ?number"),
    (Ask.SEARCH, r"検索|search|\bq\b|キーワード|keyword|query"),
    (Ask.COMMENT, r"コメント|comment|本文|message|メッセージ|問い?合わ?せ|inquiry|ご意見|返信|body|content"),
    (Ask.EMAIL, r"メール|e-?mail|mail_?addr"),
    (Ask.PHONE, r"電話|携帯|phone|\btel\b|mobile|shouji"),
    (Ask.BIRTH, r"生年月日|誕生日|birth|\bbday\b|\bdob\b"),
    (Ask.ADDRESS, r"郵便番号|住所|address|\bzip\b|postal|都道府県|prefecture|city"),
    (Ask.ACCOUNT, r"(?:^|[^a-z])(?:id|uid)(?:$|[^a-z])|\w*(?:ログイン|会員|お客様|ユーザー?|利用者|アカウント).{0,6}(?:ID|番号|名)?|user|login|account|member|\bacc\b|zhanghao"),
    (Ask.NAME, r"氏名|お?名前|カード名義|名義人|姓|holder|full ?name|last_?name|first_?name|\bname\b|フリガナ|カナ"),
)  # fmt: skip
_PATTERNS = tuple((ask, re.compile(words, re.IGNORECASE)) for ask, words in _WORDS)
_TYPES = {
    "password": Ask.PASSWORD,
    "email": Ask.EMAIL,
    "search": Ask.SEARCH,
    "tel": Ask.PHONE,
}
_OVER_PASSWORD = frozenset(
    {Ask.CARD_CODE, Ask.OTP, Ask.PIN, Ask.WALLET, Ask.MAIL_PASSWORD, Ask.CARD}
)
"""What a masked field may ask for besides a password."""

NO_FIELD = frozenset({"hidden", "submit", "button", "image", "reset", "checkbox", "radio"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One place to type.

    Attributes:
        ask: What it is for.
        fake: Whether it is no input of a form, or hides its purpose (a masked text field, for example).
        action: Absolute URL that its form is sent to; empty where there is none.
        method: Of the form.
    """

    ask: Ask
    fake: bool
    action: str
    method: str


def ask_of(kind: str, name: str, label: str, autocomplete: str = "") -> Ask:
    """What a field asks for, by its type, name, words beside it and autocomplete."""
    told = _AUTOCOMPLETE.get(autocomplete.strip().lower().rpartition(" ")[2])
    if told is not None:
        return told
    by_words = _by_words(plain(label)) or _by_words(_spaced(plain(name)))
    by_type = _TYPES.get(kind)
    if by_type is Ask.PASSWORD:
        return by_words if by_words in _OVER_PASSWORD else Ask.PASSWORD
    if by_words is not None:
        return by_words
    return by_type or Ask.OTHER


def _by_words(words: str) -> Ask | None:
    if not words:
        return None
    return next((ask for ask, pattern in _PATTERNS if pattern.search(words)), None)


def _spaced(name: str) -> str:
    """A field's name with its parts apart: `cardNo` gives `card no`, plus the name itself."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|[_\-.\[\]]+", " ", name)
    return f"{apart} {name}" if apart != name else name
