"""DMARC: the policy record of RFC 9989, and the walk up the tree that finds it.

Records of the older RFC 7489 are read as well; what RFC 9989 took away (pct, rf, ri) is told.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

from publicsuffixlist import PublicSuffixList

from noroshi.readiness.mail.tags import TagFault, parse_tags
from noroshi.spine.net.lookup import Lookup, Outcome

POLICIES = ("none", "quarantine", "reject")
REMOVED = ("pct", "rf", "ri")
"""Tags of RFC 7489 that RFC 9989 does not know."""

KNOWN = frozenset({"v", "p", "sp", "np", "adkim", "aspf", "fo", "rua", "ruf", "t", "psd", *REMOVED})
MOST_STEPS = 8
"""Queries of one walk (RFC 9989 section 4.10)."""


class NoAnswer(Exception):  # noqa: N818  # a state of the outside, not a fault
    """A question of the walk stayed without an answer, so nothing can be said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One record.

    Attributes:
        domain: Whose it is.
        text: As published.
        tags: By name.
        faults: What is wrong with it, in English; empty for a good one.
    """

    domain: str
    text: str
    tags: dict[str, str]
    faults: tuple[str, ...] = ()

    def asks(self, tag: str) -> str:
        """The policy of `p`, `sp` or `np`, each standing in for the next (section 4.7)."""
        order = {"p": ("p",), "sp": ("sp", "p"), "np": ("np", "sp", "p")}[tag]
        found = (self.tags.get(name, "").lower() for name in order)
        return next((policy for policy in found if policy in POLICIES), "none")

    @property
    def is_testing(self) -> bool:
        """Whether `t=y` asks receivers to go one step down (section 4.7)."""
        return self.tags.get("t", "n").lower() == "y"

    @property
    def psd(self) -> str:
        """`y`, `n`, or `u` where the record leaves it open."""
        return self.tags.get("psd", "u").lower()

    @property
    def report_to(self) -> tuple[str, ...]:
        """Addresses of `rua`, without their size limits."""
        return _addresses(self.tags.get("rua", ""))

    @property
    def failures_to(self) -> tuple[str, ...]:
        """Addresses of `ruf`."""
        return _addresses(self.tags.get("ruf", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What the walk found.

    Attributes:
        domain: Where it began.
        policy: The record that holds for the domain; null where there is none.
        organization: The organisational domain.
        asked: Names whose `_dmarc` was asked for, in order.
        several: Domains with more than one record, which count as none.
        unknown: Domains without an answer that decide nothing as far as can be told.
    """

    domain: str
    policy: Policy | None
    organization: str
    asked: tuple[str, ...]
    several: tuple[str, ...]
    unknown: tuple[str, ...] = ()

    @property
    def wanted(self) -> str:
        """What receivers are asked to do with failing mail from the domain."""
        if self.policy is None:
            return ""
        return self.policy.asks("p" if self.policy.domain == self.domain else "sp")


def parse_policy(domain: str, text: str) -> Policy | None:
    """The record of a text; null where it is none.

    Source:
        RFC 9989 section 4.7: a version first, unknown tags ignored, a missing or wrong `p` read as
        `none` where there is somebody to report to.
    """
    head, _, _ = text.partition(";")
    name, _, version = head.partition("=")
    if (name.strip().lower(), version.strip()) != ("v", "DMARC1"):
        return None
    try:
        tags = parse_tags(text)
    except TagFault as fault:
        return Policy(domain=domain, text=text, tags=_readable(text), faults=(str(fault),))
    return Policy(domain=domain, text=text, tags=tags, faults=tuple(_faults(tags)))


def walk(domain: str, lookup: Lookup) -> Walk:
    """The record and the organisational domain of an author's domain.

    A public suffix that does not answer is passed over, and so is every name above a domain that
    has a record of its own: what they hold could not change the policy that is asked for.

    Raises:
        NoAnswer: A question that decides stayed without an answer; the message names it.

    Source:
        RFC 9989 section 4.10.
    """
    found: dict[str, Policy] = {}
    several: list[str] = []
    unknown: list[str] = []
    asked = _steps(domain)
    for at, name in enumerate(asked):
        records = _policies(name, lookup)
        if records is None:
            if domain not in found and not _suffixes().is_public(name):
                raise NoAnswer(f"TXT _dmarc.{name}")
            unknown.append(name)
            continue
        if len(records) > 1:
            several.append(name)
        elif records:
            found[name] = records[0]
            if records[0].psd == "n" or (records[0].psd == "y" and at):
                asked = asked[: at + 1]
                break
    organization = _organization(domain, asked, found)
    top = next((one for one in found.values() if one.psd == "y"), None)
    policy = found.get(domain) or found.get(organization) or top
    return Walk(
        domain=domain,
        policy=policy,
        organization=organization,
        asked=tuple(asked),
        several=tuple(several),
        unknown=tuple(unknown),
    )


@lru_cache(1 << 14)
def listed_organization(domain: str) -> str:
    """The organisational domain as RFC 7489 found it, by the public suffix list."""
    return _suffixes().privatesuffix(domain) or domain


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def _steps(domain: str) -> list[str]:
    labels = domain.split(".")
    names = [domain]
    rest = labels[-(MOST_STEPS - 1) :] if len(labels) > MOST_STEPS else labels[1:]
    while rest:
        names.append(".".join(rest))
        rest = rest[1:]
    return names


def _organization(domain: str, asked: list[str], found: dict[str, Policy]) -> str:
    for name, policy in found.items():
        if policy.psd == "n":
            return name
        if policy.psd == "y" and name != domain:
            below = domain.removesuffix(f".{name}").rpartition(".")[2]
            return f"{below}.{name}"
    last = [name for name in asked if name in found]
    return last[-1] if last else domain


def _policies(name: str, lookup: Lookup) -> list[Policy] | None:
    answer = lookup.ask(f"_dmarc.{name}", "TXT")
    if answer.outcome is Outcome.FAILED:
        return None
    return [policy for text in answer.records if (policy := parse_policy(name, text))]


def _faults(tags: dict[str, str]) -> list[str]:
    faults = []
    if "p" not in tags and "rua" not in tags:
        faults.append("p= is missing")
    faults += [
        f"{name}={tags[name]} is none of none, quarantine, reject"
        for name in ("p", "sp", "np")
        if name in tags and tags[name].lower() not in POLICIES
    ]
    choices = {"adkim": "rs", "aspf": "rs", "t": "yn", "psd": "ynu"}
    for name, letters in choices.items():
        if name in tags and tags[name].lower() not in tuple(letters):
            faults.append(f"{name}={tags[name]} is none of {', '.join(letters)}")
    for name in ("rua", "ruf"):
        if name in tags and not _addresses(tags[name]):
            faults.append(f"{name}={tags[name]} holds no mailto: address")
    return faults


def _readable(text: str) -> dict[str, str]:
    """What can be read of a malformed record: the first of each tag."""
    tags: dict[str, str] = {}
    for part in text.split(";"):
        name, _, value = part.partition("=")
        tags.setdefault(name.strip().lower(), value.strip())
    return tags


def _addresses(text: str) -> tuple[str, ...]:
    found = []
    for part in text.split(","):
        scheme, _, address = part.strip().partition(":")
        address = address.partition("!")[0].strip()
        if scheme.lower() == "mailto" and "@" in address:
            found.append(address)
    return tuple(found)
