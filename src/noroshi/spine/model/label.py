"""Label: the class of a server or page, as findings and indicators carry it, and its words for people."""

from noroshi.spine.model.text import Text

C2_PREFIX = "c2-"
"""Labels of C&C servers begin so; all others are ordinary."""

# fmt: off
LABELS: dict[str, Text] = {
    "c2-irc": Text(ja="IRC型", en="IRC-like"),
    "c2-http-beacon": Text(ja="HTTP(S)ビーコン型", en="HTTP(S) beacon"),
    "c2-dns": Text(ja="DNS型", en="DNS-like"),
    "c2-custom-tcp": Text(ja="独自TCP型", en="custom TCP"),
    "c2-custom-udp": Text(ja="独自UDP型", en="custom UDP"),
    "c2-p2p-gate": Text(ja="P2Pボットの入口", en="gate of a P2P botnet"),
    "c2-reported": Text(ja="型不明（報告）", en="type unknown, reported"),
    "reported": Text(ja="報告", en="reported"),
    "c2-unreachable": Text(ja="応答なし（停止中）", en="not answering"),
    "ddos-victim": Text(ja="攻撃の標的", en="a victim of an attack"),
    "scan-target": Text(ja="探索の対象", en="a target of a scan"),
    "backscatter": Text(ja="詐称への応答", en="answers to forged packets"),
    "p2p-peer": Text(ja="P2Pの相手", en="a peer of a P2P swarm"),
    "scanner": Text(ja="外部からの探索者", en="a scanner from outside"),
    "ntp": Text(ja="時刻サーバ（NTP）", en="a time server (NTP)"),
    "resolver": Text(ja="DNSリゾルバ", en="a DNS resolver"),
    "mail": Text(ja="メールサーバ", en="a mail server"),
    "push": Text(ja="プッシュ通知・チャット", en="push or chat"),
    "vpn": Text(ja="VPN・トンネル", en="a VPN or tunnel"),
    "anonymity-network": Text(ja="匿名化ネットワーク", en="an anonymity network"),
    "voice": Text(ja="音声・STUN", en="voice or STUN"),
    "media": Text(ja="ゲーム・配信", en="games or media"),
    "irc": Text(ja="IRCサーバ", en="an IRC server"),
    "large-service": Text(ja="更新・配信など大きなサービス", en="an update, CDN or other large service"),
    "web": Text(ja="ウェブ", en="a web service"),
    "web-alternate": Text(ja="ウェブ（別ポート）", en="a web service on another port"),
    "remote-access": Text(ja="遠隔操作", en="remote access"),
    "file-transfer": Text(ja="ファイル転送", en="file transfer"),
    "windows": Text(ja="Windowsネットワーク", en="Windows networking"),
    "directory": Text(ja="ディレクトリ・認証", en="directory and identity"),
    "management": Text(ja="網管理", en="network management"),
    "database": Text(ja="データベース", en="a database"),
    "infrastructure": Text(ja="その他の基盤", en="other infrastructure"),
    "panel": Text(ja="ホスティング管理", en="a hosting panel"),
    "odd": Text(ja="通常でないサービス", en="an unusual service"),
    "update-cdn": Text(ja="更新・配信サービス", en="an update or CDN service"),
    "connectivity-check": Text(ja="接続確認サービス", en="a connectivity check"),
    "research-scanner": Text(ja="調査目的の探索者", en="a research scanner"),
    "game": Text(ja="ゲーム", en="a game service"),
    "web-service": Text(ja="知られたウェブサービス", en="a known web service"),
    "phish": Text(ja="フィッシング", en="phishing"),
    "fake-shop": Text(ja="偽ショップ", en="fake shop"),
    "malware": Text(ja="マルウェア配布", en="malware"),
    "support-scam": Text(ja="サポート詐欺", en="support scam"),
    "compromised": Text(ja="改ざんされた正規サイト", en="compromised site"),
    "suspicious": Text(ja="疑わしい", en="suspicious"),
    "benign": Text(ja="無害", en="benign"),
    "dead": Text(ja="応答なし・停止", en="dead"),
}
# fmt: on
"""What people read for each label; a label without words is shown as it is."""


HARMFUL_SITES = frozenset(
    {"phish", "fake-shop", "malware", "support-scam", "compromised", "suspicious"}
)
"""Labels of pages that speak against them."""


def label_text(label: str) -> Text:
    """The words for a label."""
    return LABELS.get(label) or Text(ja=label, en=label)


def is_c2(label: str) -> bool:
    """Whether a label names a C&C class."""
    return label.startswith(C2_PREFIX)


def is_harmful(label: str) -> bool:
    """Whether a label speaks against its subject: a C&C class, or a page that harms or may."""
    return is_c2(label) or label in HARMFUL_SITES
