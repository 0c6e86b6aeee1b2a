"""Policy: under which conditions a finding may leave without a person's review."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from noroshi.relay.decide.host import host_of
from noroshi.relay.decide.life import Life
from noroshi.relay.decide.record import APPROVALS
from noroshi.relay.decide.special import SPECIAL_PURPOSE
from noroshi.relay.decide.warn import NO_WARNINGS, Matcher
from noroshi.spine.model import Operator, Subject, SubjectKind, Text, Tlp

Network = IPv4Network | IPv6Network

SHARED_KINDS = (
    SubjectKind.IP,
    SubjectKind.ENDPOINT,
    SubjectKind.PREFIX,
    SubjectKind.DOMAIN,
    SubjectKind.URL,
)
"""What can be shared; networks by number and devices mean too many, or one person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSpace:
    """What one member runs.

    Attributes:
        name: The member's name for people.
        networks: Its address ranges.
        domains: Its domains.
    """

    name: str
    networks: tuple[Network, ...]
    domains: tuple[str, ...]

    def holds(self, subject: Subject) -> bool:
        """Whether the subject lies in it, or takes in a part of it."""
        return _inside(subject, self.networks) or _below(subject, self.domains)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePolicy:
    """What `noroshi.toml`, the members and the warning lists say about sharing, ready to apply.

    Attributes:
        min_score: Probability in [0, 1] from which a finding is shared.
        min_evidence_kinds: Distinct evidence codes with positive weight that it needs.
        life: How long a fact holds.
        tlp: Marking of what leaves.
        subscribers: The operator's subscriber ranges; nothing inside ever leaves.
        special: Special-purpose ranges; nothing inside ever leaves.
        widest_ipv4: Shortest IPv4 prefix that one approval, or the policy, may share.
        widest_ipv6: The same for IPv6.
        members: What members run; sharing a part of it takes two approvals.
        warnings: Warning lists; sharing what they name takes two approvals.
        suppress_days: Days after a person took an entry back before policy may list it again.
        step_share: Share of a list that may change in one step without a person.
        step_entries: Entries from which a list is held at a larger step.
    """

    min_score: float = 0.8
    min_evidence_kinds: int = 2
    life: Life = field(default_factory=Life)
    tlp: Tlp = Tlp.AMBER
    subscribers: tuple[Network, ...] = ()
    special: tuple[Network, ...] = SPECIAL_PURPOSE
    widest_ipv4: int = 24
    widest_ipv6: int = 48
    members: tuple[MemberSpace, ...] = ()
    warnings: Matcher = NO_WARNINGS
    suppress_days: int = 30
    step_share: float = 0.3
    step_entries: int = 100

    def is_subscriber(self, subject: Subject) -> bool:
        """Whether the subject lies in a subscriber range, or takes in a part of one."""
        return _inside(subject, self.subscribers)

    def is_special(self, subject: Subject) -> bool:
        """Whether the subject lies in a special-purpose range, or takes in a part of one."""
        return _inside(subject, self.special)

    def may_leave(self, subject: Subject) -> bool:
        """Whether anybody, policy or person, may share this subject at all."""
        return (
            subject.kind in SHARED_KINDS
            and (subject.kind is not SubjectKind.PREFIX or _network_of(subject) is not None)
            and not self.is_subscriber(subject)
            and not self.is_special(subject)
        )

    def concerns(self, subject: Subject) -> tuple[Text, ...]:
        """Why sharing the subject takes two approvals; mostly nothing."""
        return tuple(
            told
            for told in (
                self._wide(subject),
                *(_member_words(one) for one in self.members if one.holds(subject)),
                _warning_words(self.warnings.match(subject)),
            )
            if told is not None
        )

    def objection(self, subject: Subject) -> Text | None:
        """The concerns in one text, and what they take; null where there are none."""
        concerns = self.concerns(subject)
        if not concerns:
            return None
        return Text(
            ja="".join(one.ja for one in concerns) + f"共有には {APPROVALS} 人の承認が要ります。",
            en=" ".join(one.en for one in concerns) + f" Sharing takes {APPROVALS} approvals.",
        )

    def approvals(self, subject: Subject) -> int:
        """Distinct persons who must approve; 0 where the policy may share by itself."""
        return APPROVALS if self.concerns(subject) else 0

    def _wide(self, subject: Subject) -> Text | None:
        network = _network_of(subject)
        if network is not None:
            widest = self.widest_ipv4 if network.version == 4 else self.widest_ipv6
            if network.prefixlen < widest:
                return Text(
                    ja=f"/{widest} より広いプレフィックスで、無関係な利用者も含みます。",
                    en=f"The prefix is wider than /{widest} and takes in many who have no part.",
                )
        if subject.kind is SubjectKind.DOMAIN and "." not in subject.value.strip("."):
            return Text(
                ja="最上位の名前で、その下に無関係な登録者が多数います。",
                en="The name is a top-level domain with many registrants below it.",
            )
        return None


def networks(ranges: Iterable[str]) -> tuple[Network, ...]:
    """Networks of CIDR texts."""
    return tuple(ip_network(text, strict=False) for text in ranges)


def member_spaces(operators: Iterable[Operator]) -> tuple[MemberSpace, ...]:
    """What operators run, of those that run anything."""
    spaces = (
        MemberSpace(name=one.name, networks=networks(one.prefixes), domains=one.domains)
        for one in operators
    )
    return tuple(space for space in spaces if space.networks or space.domains)


def _member_words(member: MemberSpace) -> Text:
    return Text(
        ja=f"会員「{member.name}」の網またはドメインに掛かります。",
        en=f"It touches the network or a domain of the member {member.name}.",
    )


def _warning_words(names: tuple[str, ...]) -> Text | None:
    if not names:
        return None
    return Text(
        ja=f"警告リストに載っています：{'、'.join(names)}。",
        en=f"Warning lists name it: {', '.join(names)}.",
    )


def _network_of(subject: Subject) -> Network | None:
    """The network of a prefix; null for other subjects, and for one that is no prefix."""
    if subject.kind is not SubjectKind.PREFIX:
        return None
    try:
        return ip_network(subject.value)
    except ValueError:
        return None


def _inside(subject: Subject, ranges: tuple[Network, ...]) -> bool:
    if not ranges:
        return False
    prefix = _network_of(subject)
    if prefix is not None:
        return any(
            network.version == prefix.version and network.overlaps(prefix) for network in ranges
        )
    host = None if subject.kind is SubjectKind.DOMAIN else host_of(subject)
    try:
        address = ip_address(host or "")
    except ValueError:
        return False
    return any(address in network for network in ranges)


def _below(subject: Subject, domains: tuple[str, ...]) -> bool:
    if subject.kind not in {SubjectKind.DOMAIN, SubjectKind.URL}:
        return False
    host = host_of(subject)
    if host is None:
        return False
    wider = subject.kind is SubjectKind.DOMAIN  # it would block the member's name below it
    return any(
        host == domain or host.endswith(f".{domain}") or (wider and domain.endswith(f".{host}"))
        for domain in domains
    )
