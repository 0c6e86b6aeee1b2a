"""Port: what the server's port says about it."""

import numpy as np

from noroshi.c2.analyse import Floats
from noroshi.c2.judge.facts import Facts, ramp
from noroshi.c2.judge.terms.term import Term, sentence
from noroshi.spine.model import Text

DNS = 53

IANA = "IANA service names and port numbers; noroshi.c2.analyse.services"


def _port(facts: Facts) -> Floats:
    return facts.port.astype(np.float64)


def _odd(facts: Facts) -> Floats:
    """Full for TCP below the clients' range, less above it, on UDP and on second web ports.

    A port on which the network uses many servers is some maker's service, whatever the registry says.
    """
    common = 1.0 / (1.0 + 0.5 * np.log2(_port_servers(facts)))
    strength = np.where(facts.odd, np.where(facts.high, 0.7, 1.0), 0.0) * common
    strength = np.where(facts.of_kind("web-alternate"), 0.3, strength)
    return strength * np.where(facts.tcp, 1.0, 0.4)


def _irc(facts: Facts) -> Floats:
    return (facts.of_kind("irc") & facts.tcp & facts.spoke).astype(np.float64)


def _port_servers(facts: Facts) -> Floats:
    return np.maximum(facts.column("port_servers", 1.0), 1.0)


def _exclusive(facts: Facts) -> Floats:
    unusual = facts.odd | facts.of_kind("irc")
    return np.where(unusual, 1.0 / (1.0 + np.log2(_port_servers(facts))), 0.0)


def _query_octets(facts: Facts) -> Floats:
    """Octets of a packet that goes up; a DNS query has 60 to 90 with its headers."""
    return facts.column("up_octets") / np.maximum(facts.column("up_packets"), 1.0)


def _tunnel(facts: Facts) -> Floats:
    """A resolver for few that takes long queries again and again; DNS over TLS is padded by design."""
    few = (facts.port == DNS) & (facts.clients <= max(8.0, 0.002 * facts.network.subscribers))
    long_queries = ramp(_query_octets(facts), 100.0, 180.0)
    habit = ramp(np.log10(facts.contacts_typical), 1.0, 2.5)
    return np.where(few & facts.spoke, long_queries * habit, 0.0)


def _usual(facts: Facts) -> Floats:
    neutral = facts.odd | facts.of_kind("irc", "web", "web-alternate")
    sure = facts.of_kind("ntp", "resolver", "anonymity-network")
    return np.where(neutral, 0.0, np.where(sure, 1.5, 1.0)) * (1.0 - _tunnel(facts))


def _udp(facts: Facts) -> Floats:
    return (~facts.tcp).astype(np.float64)


ODD_PORT = Term(
    code="c2.odd-port", title=Text(ja="通常でないポート", en="unusual port"),
    sign=1, prior=1.5, unit="port", measure=_port, strength=_odd,
    say=sentence("{v:.0f}番ポートは通常のサービスでは使われません。", "Port {v:.0f} belongs to no usual service."),
    source=IANA,
)  # fmt: skip
IRC_PORT = Term(
    code="c2.irc-port", title=Text(ja="IRCポート", en="IRC port"),
    sign=1, prior=3.0, unit="port", measure=_port, strength=_irc,
    say=sentence("{v:.0f}番ポートはIRCで使われ、古くからボットの指令に使われてきました。", "Port {v:.0f} is an IRC port, long used to command bots."),
    source="RFC 7194; BotSniffer (NDSS 2008)",
)  # fmt: skip
EXCLUSIVE_PORT = Term(
    code="c2.exclusive-port", title=Text(ja="ポートの独占", en="port used by few"),
    sign=1, prior=2.0, unit="servers", measure=_port_servers, strength=_exclusive,
    say=sentence("このポートで使われる外部サーバの数は、網全体で{v:,.0f}です。", "Servers outside that the whole network uses on this port: {v:,.0f}."),
    source="port exclusivity, docs/methods/c2-servers.md",
)  # fmt: skip
USUAL_SERVICE = Term(
    code="c2.usual-service", title=Text(ja="通常のサービス", en="usual service"),
    sign=-1, prior=2.0, unit="port", measure=_port, strength=_usual,
    say=sentence("{v:.0f}番ポートは通常のサービスのものです。", "Port {v:.0f} belongs to a usual service."),
    source=IANA,
)  # fmt: skip
TUNNEL = Term(
    code="c2.dns-tunnel", title=Text(ja="DNSに似せた通信", en="talk dressed as DNS"),
    sign=1, prior=5.5, unit="B", measure=_query_octets, strength=_tunnel,
    say=sentence("DNSの問い合わせとしては長い、平均{v:.0f}バイトのパケットを少数の端末だけが送り続けています。", "Few clients keep sending it packets of {v:.0f} octets, long for DNS queries."),
    source="docs/methods/c2-servers.md",
)  # fmt: skip
DATAGRAMS = Term(
    code="c2.datagrams", title=Text(ja="UDP", en="UDP"),
    sign=-1, prior=1.5, unit="port", measure=_port, strength=_udp,
    say=sentence("UDP（{v:.0f}番）で、指令サーバの多くはTCPです。", "It speaks UDP (port {v:.0f}); most C&C servers speak TCP."),
    source="docs/methods/c2-servers.md",
)  # fmt: skip

TERMS = (ODD_PORT, IRC_PORT, EXCLUSIVE_PORT, TUNNEL, USUAL_SERVICE, DATAGRAMS)
