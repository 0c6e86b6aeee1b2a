"""Population: who else uses the server, and what else its clients use."""

import numpy as np

from noroshi.c2.analyse import Floats
from noroshi.c2.judge.facts import Facts
from noroshi.c2.judge.terms.term import Term, sentence
from noroshi.spine.model import Text


def _odd_peers(facts: Facts) -> Floats:
    return facts.column("odd_peers")


def _swarm(facts: Facts) -> Floats:
    strength = np.clip(np.log2(1.0 + _odd_peers(facts)), 0.0, 9.0) / 3.0
    return np.where(facts.odd | facts.of_kind("irc"), strength, 0.0)


def _siblings(facts: Facts) -> Floats:
    return np.maximum(facts.column("siblings", 1.0), 1.0)


def _family(facts: Facts) -> Floats:
    return np.clip(np.log2(_siblings(facts)), 0.0, 4.0) / 2.0


def _share(facts: Facts) -> Floats:
    return 100.0 * facts.clients / max(facts.network.subscribers, 1)


def _popular(facts: Facts) -> Floats:
    """From two clients in a hundred on; a handful of clients is never popular."""
    strength = np.clip(np.log2(np.maximum(_share(facts), 1e-9) / 2.0), 0.0, 6.0) / 3.0
    return np.where(facts.clients >= 8, strength, 0.0)


def _subscribers(facts: Facts) -> Floats:
    return np.full(facts.rows, float(facts.network.subscribers))


def _crowd(facts: Facts) -> Floats:
    """Decades of subscribers above two hundred: the more people, the more odd but harmless servers.

    Botnets are shared by many subscribers; one household's strange device is not. So among more
    subscribers the same sight is less often a C&C server.
    """
    return np.full(facts.rows, max(0.0, np.log10(max(facts.network.subscribers, 1) / 200.0)))


def _probed(facts: Facts) -> Floats:
    return 100.0 * facts.probed_share


def _caller(facts: Facts) -> Floats:
    return np.where(facts.odd, (facts.column("called") > 0).astype(np.float64), 0.0)


SWARM = Term(
    code="c2.swarm", title=Text(ja="P2Pの利用者", en="peer-to-peer clients"),
    sign=-1, prior=2.0, unit="peers", measure=_odd_peers, strength=_swarm,
    say=sentence("利用する端末が通常でないポートで使う相手の数は、ほかに{v:,.0f}です。P2Pの一員なら多数になります。", "Other hosts that its clients use on unusual ports: {v:,.0f}; members of peer-to-peer swarms use many."),
    source="docs/methods/c2-servers.md",
)  # fmt: skip
FAMILY = Term(
    code="c2.family", title=Text(ja="大きなサービスの一部", en="part of a large service"),
    sign=-1, prior=1.5, unit="servers", measure=_siblings, strength=_family,
    say=sentence("同じ端末が同じネットワークで使うサーバの数は{v:,.0f}で、大きなサービスの一部とみられます。", "Servers of the same network that its clients use: {v:,.0f}, as with a large service."),
    source="docs/methods/c2-servers.md",
)  # fmt: skip
POPULAR = Term(
    code="c2.popular", title=Text(ja="広い利用", en="popular"),
    sign=-1, prior=2.0, unit="%", measure=_share, strength=_popular,
    say=sentence("加入者の{v:.1f}%が使っています。", "{v:.1f} % of the subscribers use it."),
    source="BAYWATCH (DSN 2016), global popularity",
)  # fmt: skip
CROWD = Term(
    code="c2.crowd", title=Text(ja="網の大きさ", en="size of the network"),
    sign=-1, prior=1.0, unit="subscribers", measure=_subscribers, strength=_crowd,
    say=sentence("{v:,.0f}の加入者の中では、珍しくても無害なサーバも一定数あります。", "Among {v:,.0f} subscribers some rare servers are harmless ones."),
    source="docs/methods/c2-servers.md",
)  # fmt: skip
PROBED = Term(
    code="c2.probed", title=Text(ja="探索の通過点", en="touched by a scan"),
    sign=-1, prior=3.0, unit="%", measure=_probed, strength=lambda f: f.probed_share,
    say=sentence("接触した端末の{v:.0f}%は、多数の相手を探索する途中で触れただけです。", "{v:.0f} % of its clients touched it only in passing while scanning."),
    source="docs/methods/c2-servers.md",
)  # fmt: skip
CALLER = Term(
    code="c2.caller", title=Text(ja="相手からの接続", en="connects back"),
    sign=-1, prior=1.0, unit="clients", measure=lambda f: f.column("called"), strength=_caller,
    say=sentence("相手の側からも加入者に接続しており、対等な通信です。", "It also connects to subscribers by itself, as peers do."),
    source="docs/methods/c2-servers.md",
)  # fmt: skip

TERMS = (SWARM, FAMILY, POPULAR, CROWD, PROBED, CALLER)
