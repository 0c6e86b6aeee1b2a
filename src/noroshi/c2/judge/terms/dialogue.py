"""Dialogue: whether and how the server and its clients speak."""

import numpy as np

from noroshi.c2.analyse import Floats
from noroshi.c2.judge.facts import Facts, decades, ramp
from noroshi.c2.judge.terms.term import Term, sentence
from noroshi.spine.model import Text

FEW, FEW_SAMPLED = 10, 2
"""Unanswered contacts of one client below this number are a failed visit, from it on a habit; where
packets are sampled, two attempts that were both seen stand for many that were not."""


def _dialogue(facts: Facts) -> Floats:
    return np.where(facts.spoke, decades(facts.talk, 3.0, 48.0), 0.0)


def _few(facts: Facts) -> int:
    return FEW_SAMPLED if facts.thinned else FEW


def _unanswered(facts: Facts) -> Floats:
    """Retries of clients that are no swarm members; full from a hundred times the habit."""
    few = _few(facts)
    habit = ~facts.spoke & facts.silence_known & (facts.contacts_typical >= few)
    strength = ramp(np.log10(10.0 * facts.contacts_typical / few), 0.0, 3.0)
    alone = 1.0 / (1.0 + facts.column("odd_peers") / 8.0)
    return np.where(habit, strength, 0.0) * alone * (1.0 - facts.probed_share)


def _silent(facts: Facts) -> Floats:
    return (~facts.spoke & (facts.contacts_typical < _few(facts))).astype(np.float64)


def _up_packets_each(facts: Facts) -> Floats:
    return facts.column("up_packets") / facts.contacts


def _one_way(facts: Facts) -> Floats:
    """Packets only ever came in, and few: answers to somebody who forged the subscriber."""
    one_way = facts.both_ways & facts.spoke & (_up_packets_each(facts) <= 0.5)
    return (one_way & (facts.column("contacts_most") < 20)).astype(np.float64)


def _upload_share(facts: Facts) -> Floats:
    up, down = facts.column("up_octets"), facts.column("down_octets")
    return 100.0 * up / np.maximum(up + down, 1.0)


def _upload(facts: Facts) -> Floats:
    known = facts.spoke & (facts.column("down_octets") > 0) & (facts.talk >= 4)
    return np.where(known, ramp(_upload_share(facts), 25.0, 100.0), 0.0)


def _download_each(facts: Facts) -> Floats:
    return facts.column("down_octets") / facts.contacts


def _download(facts: Facts) -> Floats:
    return 1.5 * decades(_download_each(facts), 3e4, 3e7)


def _long(facts: Facts) -> Floats:
    octets = facts.column("up_octets") + facts.column("down_octets")
    rate = octets / facts.contacts / np.maximum(facts.session_s, 1.0)
    return np.where(facts.spoke & (rate < 2000.0), decades(facts.session_s, 30.0, 3000.0), 0.0)


def _contact_rate(facts: Facts) -> Floats:
    """Contacts of the busiest client a second, over the time the server was in use."""
    span_s = (facts.column("end_ms") - facts.column("first_ms")) / 1000.0
    return facts.column("contacts_most") / np.maximum(span_s, 1.0)


def _one_way_pps(facts: Facts) -> Floats:
    """Packets a second towards a server that sends next to nothing back."""
    mute = facts.column("down_octets") <= 0.02 * facts.column("up_octets")
    seconds = np.maximum(facts.session_s, 1.0)
    return np.where(mute & facts.both_ways, _up_packets_each(facts) / seconds, 0.0)


def _flood(facts: Facts) -> Floats:
    """Hundreds of contacts at several a second, or thousands of packets with no answer."""
    many = np.where(facts.contacts_typical >= 300, decades(_contact_rate(facts), 2.0, 50.0), 0.0)
    heavy = np.where(
        facts.column("up_packets") >= 3000, decades(_one_way_pps(facts), 20.0, 200.0), 0.0
    )
    return np.maximum(many, heavy)


DIALOGUE = Term(
    code="c2.dialogue", title=Text(ja="会話の成立", en="real dialogue"),
    sign=1, prior=1.5, unit="packets", measure=lambda f: f.packets_each, strength=_dialogue,
    say=sentence("接触ごとに{v:,.0f}パケットをやり取りし、会話が成り立っています。", "Each contact holds {v:,.0f} packets: the two really speak."),
    source="docs/methods/c2-servers.md",
)  # fmt: skip
RETRIES = Term(
    code="c2.retries", title=Text(ja="応答のない相手への再試行", en="retries without answer"),
    sign=1, prior=4.0, unit="contacts", measure=lambda f: f.contacts_typical, strength=_unanswered,
    say=sentence("応答のない同じ相手に、端末あたり{v:,.0f}回も接続を試み続けています。", "Its clients keep trying a server that never answers: {v:,.0f} times each."),
    source="docs/methods/c2-servers.md",
)  # fmt: skip
SILENT = Term(
    code="c2.silent", title=Text(ja="無応答", en="no answer"),
    sign=-1, prior=3.0, unit="contacts", measure=lambda f: f.contacts_typical, strength=_silent,
    say=sentence("応答が一度もなく、試行も端末あたり{v:.0f}回だけです。", "It never answered, and each client tried it only {v:.0f} time(s)."),
    source="activecm/rita-legacy issue 117",
)  # fmt: skip
ONE_WAY = Term(
    code="c2.one-way", title=Text(ja="一方向の受信", en="one-way traffic"),
    sign=-1, prior=3.0, unit="packets", measure=_up_packets_each, strength=_one_way,
    say=sentence("加入者側からの通信がほとんどなく（1接触{v:.1f}パケット）、詐称への応答とみられます。", "Subscribers sent almost nothing ({v:.1f} packets a contact): likely answers to forged packets."),
    source="backscatter, Moore et al. (USENIX Security 2001)",
)  # fmt: skip
UPLOAD = Term(
    code="c2.upload", title=Text(ja="外向きの通信量", en="upload"),
    sign=1, prior=1.0, unit="%", measure=_upload_share, strength=_upload,
    say=sentence("通信量の{v:.0f}%が加入者から外へ向いています。", "{v:.0f} % of the octets go from subscribers to the server."),
    source="docs/methods/c2-servers.md",
)  # fmt: skip
DOWNLOAD = Term(
    code="c2.download", title=Text(ja="大きな受信量", en="large download"),
    sign=-1, prior=1.0, unit="B", measure=_download_each, strength=_download,
    say=sentence("接触ごとに{v:,.0f}バイトを受け取る、配信サービスの使われ方です。", "Each contact fetches {v:,.0f} octets, as from a content service."),
    source="docs/methods/c2-servers.md",
)  # fmt: skip
LONG_SESSION = Term(
    code="c2.long-session", title=Text(ja="長く低速な接続", en="long slow session"),
    sign=1, prior=1.0, unit="s", measure=lambda f: f.session_s, strength=_long,
    say=sentence("{v:,.0f}秒続く、ごく低速の接続が保たれています。", "A very slow session is held for {v:,.0f} seconds."),
    source="BotSniffer (NDSS 2008); docs/methods/c2-servers.md",
)  # fmt: skip
FLOOD = Term(
    code="c2.flood", title=Text(ja="集中攻撃の標的", en="victim of a flood"),
    sign=-1, prior=4.0, unit="contacts/s", measure=_contact_rate, strength=_flood,
    say=sentence("毎秒{v:.1f}回の集中した通信で、攻撃の標的とみられます。", "Hit {v:.1f} times a second: rather the victim of an attack."),
    source="docs/methods/c2-servers.md",
)  # fmt: skip

TERMS = (DIALOGUE, RETRIES, SILENT, ONE_WAY, UPLOAD, DOWNLOAD, LONG_SESSION, FLOOD)
