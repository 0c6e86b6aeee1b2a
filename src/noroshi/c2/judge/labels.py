"""Labels: what a server is called, so that ordinary ones are classed and not silenced."""

import numpy as np
from numpy.typing import NDArray

from noroshi.c2.analyse import KINDS, Flags
from noroshi.c2.judge.facts import Facts
from noroshi.c2.judge.terms.dialogue import FLOOD, ONE_WAY
from noroshi.spine.model import Text

Labels = NDArray[np.object_]

TEXTS: dict[str, Text] = {
    "c2-irc": Text(ja="C&C（IRC型）", en="C&C, IRC-like"),
    "c2-http-beacon": Text(ja="C&C（HTTP(S)ビーコン）", en="C&C, HTTP(S) beacon"),
    "c2-dns": Text(ja="C&C（DNS型）", en="C&C, DNS-like"),
    "c2-custom-tcp": Text(ja="C&C（独自TCP）", en="C&C, custom TCP"),
    "c2-custom-udp": Text(ja="C&C（独自UDP）", en="C&C, custom UDP"),
    "c2-p2p-gate": Text(ja="C&C（P2Pボットの入口）", en="C&C, gate of a P2P botnet"),
    "c2-unreachable": Text(ja="C&C（応答なし・停止中）", en="C&C, not answering"),
    "ddos-victim": Text(ja="攻撃の標的", en="victim of an attack"),
    "scan-target": Text(ja="探索の対象", en="target of a scan"),
    "backscatter": Text(ja="詐称への応答", en="answers to forged packets"),
    "p2p-peer": Text(ja="P2Pの相手", en="peer of a P2P swarm"),
    "scanner": Text(ja="外部からの探索者", en="scanner from outside"),
    "ntp": Text(ja="時刻サーバ", en="time server"),
    "resolver": Text(ja="DNSリゾルバ", en="DNS resolver"),
    "mail": Text(ja="メール", en="mail"),
    "push": Text(ja="プッシュ通知・チャット", en="push and chat"),
    "vpn": Text(ja="VPN・トンネル", en="VPN or tunnel"),
    "anonymity-network": Text(ja="匿名化ネットワーク", en="anonymity network"),
    "voice": Text(ja="音声・STUN", en="voice and STUN"),
    "media": Text(ja="ゲーム・配信", en="games and media"),
    "irc": Text(ja="IRC", en="IRC"),
    "large-service": Text(
        ja="更新・配信など大きなサービス", en="update, CDN or other large service"
    ),
    "web": Text(ja="ウェブ", en="web service"),
    "web-alternate": Text(ja="ウェブ（別ポート）", en="web service, other port"),
    "remote-access": Text(ja="遠隔操作", en="remote access"),
    "file-transfer": Text(ja="ファイル転送", en="file transfer"),
    "windows": Text(ja="Windowsネットワーク", en="Windows networking"),
    "directory": Text(ja="ディレクトリ・認証", en="directory and identity"),
    "management": Text(ja="網管理", en="network management"),
    "database": Text(ja="データベース", en="database"),
    "infrastructure": Text(ja="その他の基盤", en="other infrastructure"),
    "panel": Text(ja="ホスティング管理", en="hosting panel"),
    "odd": Text(ja="通常でないサービス", en="unusual service"),
}
"""What people read for each label."""

C2_PREFIX = "c2-"
"""Labels of C&C servers begin so; all others are ordinary."""

SWARM_PEERS = 8
"""Other odd peers from which a client counts as a swarm member for labels."""


def label_text(label: str) -> Text:
    """The words for a label; an operator's own class reads as it was written."""
    return TEXTS.get(label, Text(ja=label, en=label))


def ordinary_labels(facts: Facts) -> Labels:
    """The best ordinary class of every server."""
    labels = np.array(KINDS, dtype=object)[facts.kind]
    large = (facts.column("siblings", 1.0) >= 4) | (
        (facts.clients >= 8) & (facts.clients >= 0.1 * facts.network.subscribers)
    )
    rules: tuple[tuple[str, Flags], ...] = (
        ("large-service", large & facts.of_kind("web", "web-alternate")),
        ("p2p-peer", facts.odd & (facts.column("odd_peers") >= SWARM_PEERS)),
        ("scanner", facts.column("called") >= 8),
        ("backscatter", ONE_WAY.strength(facts) > 0),
        ("scan-target", facts.probed_share > 0.5),
        ("ddos-victim", FLOOD.strength(facts) > 0.3),
    )
    for label, applies in rules:  # later rules are surer
        labels[applies] = label
    return labels


def c2_labels(facts: Facts) -> Labels:
    """The C&C class that every server would have if it is one."""
    labels = np.full(facts.rows, "c2-custom-tcp", dtype=object)
    gate = facts.odd & (facts.column("odd_peers") >= 5) & (facts.clients >= 2)
    rules: tuple[tuple[str, Flags], ...] = (
        ("c2-custom-udp", ~facts.tcp),
        ("c2-p2p-gate", gate),
        ("c2-http-beacon", facts.of_kind("web", "web-alternate")),
        ("c2-dns", facts.of_kind("resolver")),
        ("c2-irc", facts.of_kind("irc")),
        ("c2-unreachable", ~facts.spoke),
    )
    for label, applies in rules:
        labels[applies] = label
    return labels
