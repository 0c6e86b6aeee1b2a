"""Policy: under which conditions a finding may leave without a person's review."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_network

from noroshi.relay.decide.host import host_of
from noroshi.relay.decide.life import Life
from noroshi.relay.decide.ranges import Network, Ranges, Span, network_of, span_of, spans_of
from noroshi.relay.decide.record import APPROVALS, Record
from noroshi.relay.decide.special import SPECIAL_PURPOSE
from noroshi.relay.decide.warn import NO_WARNINGS, Matcher
from noroshi.spine.model import Operator, Subject, SubjectKind, Text, Tlp

SHARED_KINDS = (
    SubjectKind.IP,
    SubjectKind.ENDPOINT,
    SubjectKind.PREFIX,
    SubjectKind.DOMAIN,
    SubjectKind.URL,
)
"""What can be shared; networks by number and devices mean too many, or one person."""

UNTOLD = Text(
    ja="AS 表（設定 [iot] as_table）が読めず、会員の網にあるかを判断できないため、保留します。",
    en="Whether it lies in a member's network cannot be told: the AS table (setting [iot] as_table) cannot be read.",
)
"""Why an address waits that would leave if the AS table could be read."""

NOBODY_ANNOUNCES: Mapping[int, Sequence[Span]] = {}
"""Nothing is known of what autonomous systems announce."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSpace:
    """What one member runs.

    Attributes:
        name: The member's name for people.
        ranges: Addresses that it names as its own, or that its autonomous systems announce.
        domains: Its domains.
    """

    name: str
    ranges: Ranges
    domains: tuple[str, ...]

    def holds(self, subject: Subject) -> bool:
        """Whether the subject lies in it, or takes in a part of it."""
        return self.ranges.touch(span_of(subject)) or _below(subject, self.domains)


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
        auto_sites: Whether pages that our own judge calls harmful may leave without a review.
        table_unread: Whether members' systems announce addresses that nobody knows now.
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
    auto_sites: bool = False
    table_unread: bool = False
    _subscribers: Ranges = field(init=False, repr=False, compare=False)
    _special: Ranges = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_subscribers", Ranges.of(self.subscribers))
        object.__setattr__(self, "_special", Ranges.of(self.special))

    def is_subscriber(self, subject: Subject) -> bool:
        """Whether the subject lies in a subscriber range, or takes in a part of one."""
        return self._subscribers.touch(span_of(subject))

    def is_special(self, subject: Subject) -> bool:
        """Whether the subject lies in a special-purpose range, or takes in a part of one."""
        return self._special.touch(span_of(subject))

    def may_leave(self, subject: Subject) -> bool:
        """Whether anybody, policy or person, may share this subject at all."""
        return (
            subject.kind in SHARED_KINDS
            and (subject.kind is not SubjectKind.PREFIX or network_of(subject) is not None)
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

    def untold(self, subject: Subject) -> Text | None:
        """Why nobody can tell whether a subject lies in members' networks; null where one can."""
        return UNTOLD if self.table_unread and span_of(subject) is not None else None

    def approvals(self, subject: Subject) -> int:
        """Distinct persons who must approve; 0 where the policy may share by itself."""
        return APPROVALS if self.concerns(subject) else 0

    def approvals_by_persons(self, subject: Subject) -> int:
        """Distinct persons who must approve where the policy does not share by itself."""
        return APPROVALS if self.concerns(subject) or self.untold(subject) else 1

    def approvals_of(self, subject: Subject, record: Record) -> int:
        """The same for what was decided; what the policy shared by itself was told then."""
        untold = self.untold(subject) is not None
        return record.needed(self.approvals(subject), untold=untold)

    def _wide(self, subject: Subject) -> Text | None:
        network = network_of(subject)
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


def member_spaces(
    operators: Iterable[Operator], announced: Mapping[int, Sequence[Span]] = NOBODY_ANNOUNCES
) -> tuple[MemberSpace, ...]:
    """What operators run, of those that run anything.

    Args:
        operators: Members.
        announced: Addresses that autonomous systems announce, by AS number.
    """
    spaces = []
    for one in operators:
        spans = [
            *spans_of(networks(one.prefixes)),
            *(s for asn in one.asns for s in announced.get(asn, ())),
        ]
        if spans or one.domains:
            spaces.append(MemberSpace(name=one.name, ranges=Ranges(spans), domains=one.domains))
    return tuple(spaces)


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
