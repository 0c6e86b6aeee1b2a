"""Words: what the pages call the values of lists, members, cases and decisions."""

from noroshi.spine.model import Text

# fmt: off
WORDS: dict[str, Text] = {
    "c2-servers": Text(ja="C&Cサーバ", en="C&C servers"),
    "malicious-sites": Text(ja="悪性サイト", en="Malicious sites"),
    "routing": Text(ja="経路", en="Routing"),
    "devices": Text(ja="機器", en="Devices"),
    "c2-server": Text(ja="C&Cサーバ", en="C&C server"),
    "live": Text(ja="有効", en="live"),
    "suspended": Text(ja="停止中（確認待ち）", en="suspended"),
    "withdrawn": Text(ja="撤回", en="withdrawn"),
    "expired": Text(ja="期限切れ", en="expired"),
    "ip": Text(ja="アドレス", en="address"),
    "endpoint": Text(ja="アドレスとポート", en="address and port"),
    "domain": Text(ja="ドメイン名", en="domain name"),
    "url": Text(ja="URL", en="URL"),
    "prefix": Text(ja="経路（プレフィックス）", en="prefix"),
    "asn": Text(ja="AS番号", en="AS number"),
    "device": Text(ja="機器", en="device"),
    "share": Text(ja="共有", en="share"),
    "hold": Text(ja="保留", en="hold"),
    "drop": Text(ja="不採用", en="drop"),
    "none": Text(ja="申告なし", en="none declared"),
    "monitor": Text(ja="監視", en="monitor"),
    "alert": Text(ja="警告", en="alert"),
    "block": Text(ja="遮断", en="block"),
    "analysing": Text(ja="分析事業者", en="analysing operator"),
    "sharing": Text(ja="共有事業者", en="sharing operator"),
    "coordinator": Text(ja="調整機関", en="coordinator"),
    "ministry": Text(ja="所管省庁", en="ministry"),
    "seen": Text(ja="検出", en="seen"),
    "false-positive": Text(ja="誤り", en="wrong"),
    "open": Text(ja="未着手", en="open"),
    "assigned": Text(ja="対応中", en="assigned"),
    "closed": Text(ja="完了", en="closed"),
    "opened": Text(ja="開始", en="opened"),
    "commented": Text(ja="コメント", en="comment"),
    "due": Text(ja="期限の設定", en="due date"),
    "reminded": Text(ja="催促", en="reminder"),
    "reopened": Text(ja="再開", en="reopened"),
    "fixed": Text(ja="解決", en="fixed"),
    "accepted": Text(ja="受容", en="accepted"),
    "unresolved": Text(ja="未解決", en="unresolved"),
    "duplicate": Text(ja="重複", en="duplicate"),
    "api": Text(ja="API", en="API"),
    "eve": Text(ja="Suricata", en="Suricata"),
    "lake": Text(ja="フロー", en="flows"),
    "taxii": Text(ja="TAXII", en="TAXII"),
    "misp": Text(ja="MISP", en="MISP"),
    "console": Text(ja="画面", en="console"),
}
# fmt: on
"""A value without words is shown as it is."""


def name_of(value: str) -> Text:
    """The words for a value."""
    return WORDS.get(value) or Text(ja=value or "–", en=value or "–")
