"""Clicks: the few buttons that may be pressed: those that only say "go on"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from noroshi.sites.visit.visit import Field

_GO_ON = re.compile(
    r"続け|続行|次へ|進む|すすむ|確認する|確認して|閲覧|開く|ここをクリック|タップ"
    r"|ロボットでは|人間で|認証を開始|18歳以上|２０歳以上|20歳以上|同意"
    r"|\b(?:continue|proceed|next|verify|enter|open|click here|tap here|start|go on|i agree|accept)\b"
    r"|not a robot|\bhuman\b|captcha|turnstile|over 18|18 or older",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"購入|支払|決済|送信|申込|注文|登録|ログイン|サインイン|ダウンロード|インストール|削除|通報"
    r"|\b(?:buy|pay|order|submit|send|register|sign ?(?:in|up)|log ?in|download|install|delete|subscribe)\b",
    re.IGNORECASE,
)
SECRET_KINDS = frozenset({"password", "tel", "email"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something to press.

    Attributes:
        text: What it says, at most 120 characters.
        x: Middle, in CSS pixels of the view.
        y: Likewise.
        submits: Whether it belongs to a form with places to type.
    """

    text: str
    x: float
    y: float
    submits: bool


def harmless_button(
    buttons: Iterable[Button], fields: Sequence[Field], pressed: frozenset[str]
) -> Button | None:
    """The button to press next; null where none is harmless.

    Nothing is pressed on a page that asks for a secret, nothing that sends a form with places to
    type, nothing that speaks of paying, sending or installing, and nothing twice.
    """
    if any(field.visible and field.kind in SECRET_KINDS for field in fields):
        return None
    for button in buttons:
        text = button.text
        if button.submits or text in pressed or _NEVER.search(text):
            continue
        if _GO_ON.search(text):
            return button
    return None
