"""Blame: what kind of sender a source is, whose fault its failing mail is, and what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from noroshi.readiness.mail.analyse.sources import Source
from noroshi.readiness.mail.dmarc import listed_organization
from noroshi.spine.model import Text


class SenderClass(StrEnum):
    """Kinds of sources."""

    ALIGNED = "aligned"
    OWN_UNALIGNED = "own-unaligned"
    KNOWN_UNSIGNED = "known-unsigned"
    FORWARDER = "forwarder"
    SPOOFER = "spoofer"
    UNKNOWN = "unknown"


class Fault(StrEnum):
    """Whose fault failing mail is."""

    NOBODY = "nobody"
    OWN = "own"
    SERVICE = "service"
    FORWARDER = "forwarder"
    ATTACKER = "attacker"
    UNKNOWN = "unknown"


LEGITIMATE = frozenset({SenderClass.ALIGNED, SenderClass.OWN_UNALIGNED, SenderClass.KNOWN_UNSIGNED, SenderClass.FORWARDER})  # fmt: skip
"""Classes whose failing mail somebody would miss; unknown mail widens the interval."""

KNOWN_SHARE = 0.2
"""Share of passing mail from which on a source counts as one that the domain uses."""

STEADY_DAYS = 5
"""A source that passes nothing but is seen on so many days is not taken for a forger unasked."""

FAULTS = {
    SenderClass.ALIGNED: Fault.OWN,
    SenderClass.OWN_UNALIGNED: Fault.OWN,
    SenderClass.KNOWN_UNSIGNED: Fault.SERVICE,
    SenderClass.FORWARDER: Fault.FORWARDER,
    SenderClass.SPOOFER: Fault.ATTACKER,
    SenderClass.UNKNOWN: Fault.UNKNOWN,
}

REMEDIES = {
    SenderClass.ALIGNED: Text(
        ja="一部の署名が届くまでに壊れるか、署名されていない。このサーバの署名の設定を調べる。",
        en="Some of its mail is unsigned or its signatures break: look at signing on this server.",
    ),
    SenderClass.OWN_UNALIGNED: Text(
        ja="自分のサーバである。DKIM で自ドメインの署名をし、封筒の送信元を自ドメインにそろえる。",
        en="It is your own server: sign with your domain and align the envelope sender.",
    ),
    SenderClass.KNOWN_UNSIGNED: Text(
        ja="契約している配信者である。自ドメインの DKIM 署名（独自署名）を設定してもらう。",
        en="It is a service you use: have it sign with your domain (custom DKIM).",
    ),
    SenderClass.FORWARDER: Text(
        ja="転送かメーリングリストである。署名を壊さないか ARC を付けるよう頼む。受信側の判断に頼る所が残る。",
        en="It forwards or is a mailing list: ask it to keep signatures or to add ARC; some loss depends on receivers.",
    ),
    SenderClass.SPOOFER: Text(
        ja="なりすましとみなす。失われてよいメールである。",
        en="Taken as forgery: this mail may be lost.",
    ),
    SenderClass.UNKNOWN: Text(
        ja="誰か分からない。逆引きと記録を調べ、自分のものなら --own か --known に加える。",
        en="Not known: look at its name and your logs, and give it with --own or --known if it is yours.",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What the operator and the DNS say beside the reports.

    Attributes:
        domain: The domain.
        own: Networks of the own servers.
        known: Organisational domains of services that the domain uses, as their signatures say.
        permits: Whether the domain's own SPF lets an address pass today; null where nobody asks.
    """

    domain: str
    own: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()
    permits: Callable[[str], bool] | None = None


def sender_class(  # noqa: PLR0911  # one line a class
    source: Source, known: Knowledge
) -> SenderClass:
    """The kind of a source, by the first that fits.

    Source:
        docs/methods/mail-forecast.md.
    """
    if known.own and _is_in(source.address, _networks(known.own)):
        return SenderClass.ALIGNED if source.passed else SenderClass.OWN_UNALIGNED
    if source.passed and source.passed >= KNOWN_SHARE * source.messages and not _forwards(source):
        return SenderClass.ALIGNED
    if known.permits and known.permits(source.address):
        return SenderClass.OWN_UNALIGNED
    signers = {
        listed_organization(domain) for domain in (*source.foreign_dkim, *source.spf_domains)
    }
    if signers & known.known:
        return SenderClass.KNOWN_UNSIGNED
    if _forwards(source):
        return SenderClass.FORWARDER
    # A server of one's own that neither signs nor stands in SPF looks like a forger, but stays.
    if source.spf_domains or source.foreign_dkim or len(source.daily) >= STEADY_DAYS:
        return SenderClass.UNKNOWN
    return SenderClass.SPOOFER


def _forwards(source: Source) -> bool:
    """Whether mail came over it that the domain had signed, or receivers say so.

    The domain's signature, broken on the way, or good beside an envelope of somebody else.
    """
    said = source.forwarded >= max(1, source.failed // 2)
    carried = bool(source.failed) and source.broken_dkim >= max(1, source.failed // 2)
    return said or (carried and bool(source.spf_domains))


def _is_in(address: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    here = ip_address(address)
    return any(here in there for there in networks if here.version == there.version)


@lru_cache
def _networks(texts: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(text, strict=False) for text in texts)
