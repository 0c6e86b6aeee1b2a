"""Act words: what an act is called in a policy zone, in BIRD and in ExaBGP.

While an outlet logs, resolvers answer as ever and tell of it (`rpz-passthru`), and routers sample the
traffic and go on (traffic-action S and T, RFC 8955 section 7.3). A blackhole route can only take
traffic away, so that outlet says nothing while it logs.
"""

from dataclasses import dataclass

from noroshi.relay.share import bird, exabgp
from noroshi.relay.share.bird import DISCARD
from noroshi.relay.share.blocking import Say
from noroshi.relay.share.target import network_of
from noroshi.spine.model import Act, ConfigError, Outlet, Subject

PASSTHRU = "rpz-passthru."
NXDOMAIN = "."

_SAMPLE = {"bird": "bgp_ext_community.add((generic, 0x80070000, 0x3))", "exabgp": "action sample-terminal"}  # fmt: skip
_NO_EXPORT = {"bird": "bgp_community.add((65535, 65281))", "exabgp": "no-export"}
"""RFC 1997: a detour is nobody else's business."""

DIALECTS = ("bird", "exabgp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sinks:
    """Where redirected traffic goes; an empty text where nothing was set.

    Attributes:
        name: Host name that resolvers answer with.
        v4: Next hop.
        v6: Next hop.
        target: Route target of FlowSpec, `AS:NUMBER`.
    """

    name: str = ""
    v4: str = ""
    v6: str = ""
    target: str = ""


def zone_target(act: Act, sinks: Sinks) -> str:
    """What the zone's CNAME records point to.

    Raises:
        ConfigError: A sink is needed and not set, or nothing is to be said.
    """
    if act is Act.LOG:
        return PASSTHRU
    if act is Act.REDIRECT:
        return f"{_set(sinks.name, 'sinkhole_name')}."
    return NXDOMAIN


def route_words(outlet: Outlet, act: Act, dialect: str, sinks: Sinks) -> Say:
    """How a subject becomes a route: a line, or an empty text where there are no words.

    Raises:
        ConfigError: A sink is needed and not set.
    """
    if act is Act.OFF or (outlet is Outlet.RTBH and act is Act.LOG):
        return lambda _: ""
    if outlet is Outlet.FLOWSPEC:
        then = _flow_action(act, dialect, sinks)
        say = bird.say_flowspec if dialect == "bird" else exabgp.say_flowspec
        return lambda subject: say(subject, then)
    return _blackhole_words(act, dialect, sinks)


def _flow_action(act: Act, dialect: str, sinks: Sinks) -> str:
    if act is Act.LOG:
        return _SAMPLE[dialect]
    if act is Act.BLOCK:
        return DISCARD if dialect == "bird" else exabgp.DISCARD
    target = _set(sinks.target, "redirect_target")
    if dialect == "exabgp":
        return f"redirect {target}"
    asn, _, number = target.partition(":")
    return f"bgp_ext_community.add((generic, {0x8008_0000 + int(asn):#x}, {int(number):#x}))"


def _blackhole_words(act: Act, dialect: str, sinks: Sinks) -> Say:
    if act is Act.BLOCK:
        return bird.say_rtbh if dialect == "bird" else exabgp.say_rtbh
    hops = {4: sinks.v4, 6: sinks.v6}
    if not any(hops.values()):
        _set("", "sinkhole_v4 or sinkhole_v6")
    if dialect == "exabgp":
        return lambda subject: exabgp.say_rtbh(subject, hops, _NO_EXPORT[dialect])

    def say(subject: Subject) -> str:
        network = network_of(subject)
        hop = network and hops[network.version]
        then = f"bgp_next_hop = {hop}; {_NO_EXPORT[dialect]}"
        return bird.say_rtbh(subject, then) if hop else ""

    return say


def _set(value: str, name: str) -> str:
    if not value:
        raise ConfigError(f"nothing can be redirected yet: set [outlet] {name}")
    return value
