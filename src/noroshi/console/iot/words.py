"""Words: what the room's pages call steps, weaknesses, states, ends of rounds and groups."""

from noroshi.iot.report.exposure import SAID
from noroshi.spine.model import Text

# fmt: off
STEPS: dict[str, Text] = {
    "surveyed": Text(ja="調べたアドレス", en="Addresses surveyed"),
    "answered": Text(ja="応答したサービス", en="Services that answered"),
    "weak": Text(ja="弱い機器", en="Weak devices"),
    "told": Text(ja="知らせた機器", en="Devices told of"),
    "looked": Text(ja="再調査", en="Looks again"),
    "fixed": Text(ja="直った機器", en="Devices mended"),
}
MAKES: dict[str, str] = {
    "surveyed": "noroshi iot survey run",
    "answered": "noroshi iot survey run",
    "weak": "noroshi iot devices keep",
    "told": "noroshi iot cases count",
    "looked": "noroshi iot cases look",
    "fixed": "noroshi iot cases count",
}
"""The command that makes each step's rows."""

TROUBLES: dict[str, Text] = {trouble.value: text for trouble, text in SAID.items()}
STATES: dict[str, Text] = {
    "found": Text(ja="案件なし", en="no case"),
    "drawn": Text(ja="案件あり、未連絡", en="case, not told"),
    "notified": Text(ja="知らせた", en="told"),
    "reached": Text(ja="利用者と連絡できた", en="subscriber reached"),
    "fixed": Text(ja="直った", en="mended"),
    "moved": Text(ja="別の回線へ移動", en="moved"),
    "unreachable": Text(ja="連絡できない", en="unreachable"),
    "refused": Text(ja="対応しない", en="refused"),
}
REASONS: dict[str, Text] = {
    "complete": Text(ja="完了", en="complete"),
    "": Text(ja="途中", en="under way"),
}
GROUPS: dict[str, Text] = {
    "channel": Text(ja="知らせ方", en="Channel"),
    "arm": Text(ja="群", en="Arm"),
    "operator": Text(ja="事業者", en="Operator"),
    "maker": Text(ja="メーカー", en="Maker"),
}
CHANNELS: dict[str, Text] = {
    "none": Text(ja="知らせない（対照群）", en="not told (control)"),
    "letter": Text(ja="手紙", en="letter"),
    "mail": Text(ja="メール", en="e-mail"),
    "sms": Text(ja="SMS", en="text message"),
    "garden": Text(ja="案内ページ", en="walled garden"),
    "phone": Text(ja="電話", en="telephone"),
    "urgent": Text(ja="緊急（必ず知らせる）", en="urgent (always told)"),
    "unknown": Text(ja="不明", en="unknown"),
}
CURVES: dict[str, Text] = {
    "title": Text(ja="まだ弱い機器の割合", en="Share of devices still weak"),
    "description": Text(
        ja="知らせてからの日数ごと。知らせなかった機器は、群を決めた日から数えます。見えなくなった機器は、直ったとは数えません。",
        en="By days since the notice; devices that were not told count from the draw. Devices lost from sight leave the curve without counting as mended.",
    ),
    "devices": Text(ja="機器", en="Devices"),
    "mended": Text(ja="直った", en="Mended"),
    "by_day": Text(ja="{n}日まで", en="by day {n}"),
    "median": Text(ja="半数が直る日数", en="Median days"),
    "p": Text(ja="ログランクp", en="log-rank p"),
    "days": Text(ja="日", en="days"),
}
MEETS = Text(ja="リストのサーバと通信", en="meets a listed server")
# fmt: on


def told(name: str, value: str) -> Text:
    """What a value of a facet is called; itself where it has no words."""
    if name == "meets":
        return MEETS
    words = {"weakness": TROUBLES, "state": STATES}.get(name, {})
    return words.get(value) or Text(ja=value, en=value)


def group_text(by: str, value: str) -> Text:
    """What a group of curves is called."""
    found = CHANNELS.get(value) if by in {"channel", "arm"} or value == "unknown" else None
    return found or Text(ja=value, en=value)


def reason_text(reason: str) -> Text:
    """Why a round ended."""
    return REASONS.get(reason) or Text(ja=reason, en=reason)
