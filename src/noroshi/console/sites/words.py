"""Words: what the room's pages call views, profiles, ends of visits, hops, channels and acts."""

from noroshi.spine.model import Text
from noroshi.spine.store.site_cases import CaseView

# fmt: off
VIEWS: dict[CaseView, Text] = {
    CaseView.LOOK: Text(ja="確認する", en="To look at"),
    CaseView.KEY: Text(ja="二人目を待つ", en="Second key"),
    CaseView.WAITING: Text(ja="訪問待ち・訪問中", en="Visits"),
    CaseView.DONE: Text(ja="担当者が判定", en="Decided"),
    CaseView.QUIET: Text(ja="危険なし・応答なし", en="Harmless or gone"),
    CaseView.FAILED: Text(ja="確認できず", en="Given up"),
    CaseView.ALL: Text(ja="すべて", en="All"),
}
CHANNELS: dict[str, Text] = {
    "form": Text(ja="報告ページ", en="report page"),
    "api": Text(ja="API", en="API"),
    "command": Text(ja="コマンド", en="command"),
    "mail": Text(ja="メール", en="mail"),
    "image": Text(ja="画像", en="picture"),
    "sns": Text(ja="SNS", en="posts"),
    "rss": Text(ja="RSS", en="RSS"),
    "feed": Text(ja="外部リスト", en="feed"),
    "peer": Text(ja="他のハブ", en="other hub"),
    "certificate": Text(ja="証明書ログ", en="certificate log"),
    "domain": Text(ja="新規ドメイン", en="new domain"),
}
PROFILES: dict[str, Text] = {
    "mobile": Text(ja="スマートフォン（日本語、初めて）", en="Phone, Japanese, first visit"),
    "desktop": Text(ja="パソコン（参照元なし、クリックして進む）", en="Desktop, no referrer, clicks through"),
    "returning": Text(ja="スマートフォン（検索から、二度目）", en="Phone, from a search, second visit"),
    "foreign": Text(ja="国外のパソコン（英語）", en="Desktop abroad, English"),
}
OUTCOMES: dict[str, Text] = {
    "page": Text(ja="ページが出た", en="a page"),
    "download": Text(ja="ファイルが送られた", en="a file was pushed"),
    "refused": Text(ja="出口が拒否", en="refused by the egress"),
    "unreachable": Text(ja="応答なし", en="no answer"),
    "timeout": Text(ja="時間切れ", en="timed out"),
    "too-large": Text(ja="大きすぎる", en="too large"),
    "crashed": Text(ja="ブラウザが停止", en="the browser crashed"),
}
HOPS: dict[str, Text] = {
    "start": Text(ja="報告されたURL", en="as reported"),
    "http": Text(ja="HTTPの転送", en="HTTP redirect"),
    "page": Text(ja="ページによる移動", en="moved by the page"),
    "click": Text(ja="クリック", en="click"),
}
ACTS: dict[str, Text] = {
    "agree": Text(ja="今の判定と同じ", en="agrees with what holds"),
    "to-malicious": Text(ja="悪性に変える", en="calls it malicious"),
    "withdraw-shared": Text(ja="共有中のものを取り下げる", en="takes back what is shared"),
    "to-harmless": Text(ja="無害に変える", en="calls it harmless"),
    "other": Text(ja="判定を変える", en="changes the verdict"),
}
DANGERS: dict[str, Text] = {
    "dangerous": Text(ja="危険", en="dangerous"),
    "suspicious": Text(ja="疑わしい", en="suspicious"),
    "harmless": Text(ja="無害", en="harmless"),
    "unreachable": Text(ja="応答なし", en="unreachable"),
}
PROPOSALS: dict[str, Text] = {
    "open": Text(ja="二人目を待つ", en="waits for a second key"),
    "held": Text(ja="成立", en="holds"),
    "rejected": Text(ja="却下", en="rejected"),
    "taken-back": Text(ja="取り下げ", en="taken back"),
    "undone": Text(ja="取り消し済み", en="undone"),
}
LEFT: dict[str, Text] = {
    "official": Text(ja="ブランド本来のドメイン", en="on a brand's own domain"),
    "judged": Text(ja="担当者が別の判定をした", en="a person has called it something else"),
    "said": Text(ja="担当者が同じ判定をした", en="a person has called it so already"),
    "waiting": Text(ja="別の提案が二人目を待っている", en="another proposal on it waits"),
    "later": Text(ja="一度の判定に入りきらない", en="more than one verdict takes; it comes with the next"),
}
# fmt: on


def profile_text(name: str) -> Text:
    """What a profile is called; its own name where it has no words."""
    return PROFILES.get(name) or Text(ja=name, en=name)


DEPTHS = {
    "light": Text(ja="軽い確認（DNS と文書一つ）", en="a light look (DNS and one document)"),
    "full": Text(ja="ブラウザーでの訪問", en="a visit with a browser"),
}
"""How closely a followed page was looked at."""
