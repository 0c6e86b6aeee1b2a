"""Policy: under which conditions a finding may leave without a person's review."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from noroshi.relay.decide.special import SPECIAL_PURPOSE
from noroshi.spine.model import Subject, SubjectKind, Tlp

Network = IPv4Network | IPv6Network

SHARED_KINDS = (SubjectKind.IP, SubjectKind.ENDPOINT)
"""What this policy shares; a prefix would block neighbours, other kinds have no policy yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePolicy:
    """What `noroshi.toml` says about sharing, ready to apply.

    Attributes:
        min_score: Probability in [0, 1] from which a finding is shared.
        min_evidence_kinds: Distinct evidence codes with positive weight that it needs.
        valid_days: Days an indicator holds after its last window.
        tlp: Marking of what leaves.
        subscribers: The operator's subscriber ranges; nothing inside ever leaves.
        special: Special-purpose ranges; nothing inside ever leaves.
    """

    min_score: float = 0.8
    min_evidence_kinds: int = 2
    valid_days: int = 14
    tlp: Tlp = Tlp.AMBER
    subscribers: tuple[Network, ...] = ()
    special: tuple[Network, ...] = SPECIAL_PURPOSE

    def is_subscriber(self, subject: Subject) -> bool:
        """Whether the subject's address lies in a subscriber range."""
        return _inside(subject, self.subscribers)

    def is_special(self, subject: Subject) -> bool:
        """Whether the subject's address lies in a special-purpose range."""
        return _inside(subject, self.special)

    def may_leave(self, subject: Subject) -> bool:
        """Whether anybody, policy or person, may share this subject at all."""
        return (
            subject.kind in SHARED_KINDS
            and not self.is_subscriber(subject)
            and not self.is_special(subject)
        )


def networks(ranges: Iterable[str]) -> tuple[Network, ...]:
    """Networks of CIDR texts."""
    return tuple(ip_network(text, strict=False) for text in ranges)


def _inside(subject: Subject, ranges: tuple[Network, ...]) -> bool:
    if subject.kind not in SHARED_KINDS:
        return False
    endpoint = subject.kind is SubjectKind.ENDPOINT
    address = ip_address(subject.as_endpoint().address if endpoint else subject.value)
    return any(address in network for network in ranges)
