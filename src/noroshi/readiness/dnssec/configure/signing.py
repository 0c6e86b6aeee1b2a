"""Signing: a policy in the words of Knot DNS and BIND, with the values that RFC 6781 and 9276 advise."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from noroshi.spine.model import ConfigError

SIGNERS = {"ecdsap256sha256": 13, "ecdsap384sha384": 14, "ed25519": 15, "rsasha256": 8}
"""Algorithms that may be wished for, by the name that both servers know; RSA with 2,048 bits."""

DAY_S = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningWish:
    """How a zone is to be signed.

    Attributes:
        zone: Its name, with the root's dot.
        algorithm: One of `SIGNERS`.
        nsec3: Whether names are hashed.
        opt_out: Whether unsigned delegations are left out of the chain.
        valid_days: Life of signatures.
        zsk_days: Life of the ZSK; 0 for one that is rolled by hand.
        parents: Addresses where Knot looks for the DS before it goes on with a KSK rollover.
    """

    zone: str
    algorithm: str = "ecdsap256sha256"
    nsec3: bool = False
    opt_out: bool = False
    valid_days: int = 14
    zsk_days: int = 90
    parents: tuple[IPv4Address | IPv6Address, ...] = ()

    def __post_init__(self) -> None:
        if self.algorithm not in SIGNERS:
            raise ConfigError(f"{self.algorithm!r} is not for signing; take {', '.join(SIGNERS)}")
        if not 3 <= self.valid_days <= 60:
            raise ConfigError("signatures live 3 to 60 days; about 14 outlives a weekend's failure")
        if self.zsk_days and self.zsk_days < 2 * self.valid_days:
            raise ConfigError(
                f"a ZSK that lives {self.zsk_days} days does not outlive two of its signatures; "
                f"take at least {2 * self.valid_days} days, or 0 to roll by hand"
            )
        if self.opt_out and not self.nsec3:
            raise ConfigError("opt-out needs NSEC3: give --nsec3, too")

    @property
    def refresh_days(self) -> int:
        """Days before the end at which signatures are renewed: half of their life."""
        return max(1, self.valid_days // 2)


def knot_signing(wish: SigningWish) -> str:
    """`knot.conf` of Knot DNS 3: read by `knotc conf-check`."""
    size = "    ksk-size: 2048\n    zsk-size: 2048\n" if wish.algorithm == "rsasha256" else ""
    parents = ", ".join(f"parent{place}" for place in range(1, len(wish.parents) + 1))
    remotes = "".join(
        f"  - id: parent{place}\n    address: {address}\n"
        for place, address in enumerate(wish.parents, 1)
    )
    submission = (
        f"remote:\n{remotes}\nsubmission:\n  - id: parents\n    parent: [{parents}]\n    check-interval: 1h\n\n"
        if wish.parents
        else ""
    )
    hashed = (
        "    nsec3: on\n    nsec3-iterations: 0\n    nsec3-salt-length: 0\n"
        f"    nsec3-opt-out: {_on(wish.opt_out)}\n"
        if wish.nsec3
        else "    nsec3: off\n"
    )
    return (
        f"{submission}policy:\n  - id: noroshi\n    algorithm: {wish.algorithm}\n{size}"
        f"    zsk-lifetime: {wish.zsk_days}d\n    ksk-lifetime: 0\n"
        f"    rrsig-lifetime: {wish.valid_days}d\n    rrsig-refresh: {wish.refresh_days}d\n"
        "    rrsig-pre-refresh: 1h\n    propagation-delay: 1h\n    dnskey-ttl: 1h\n"
        f"{hashed}    cds-cdnskey-publish: rollover\n"
        + ("    ksk-submission: parents\n" if wish.parents else "")
        + f"\nzone:\n  - domain: {wish.zone}\n    dnssec-signing: on\n    dnssec-policy: noroshi\n"
    )


def bind_signing(wish: SigningWish) -> str:
    """Statements of `named.conf` of BIND 9.18: read by `named-checkconf`."""
    life = f"P{wish.zsk_days}D" if wish.zsk_days else "unlimited"
    size = " 2048" if wish.algorithm == "rsasha256" else ""
    hashed = (
        f"  nsec3param iterations 0 optout {_yes(wish.opt_out)} salt-length 0;\n"
        if wish.nsec3
        else ""
    )
    parents = " ".join(f"{address};" for address in wish.parents)
    asked = f"  parental-agents {{ {parents} }};\n" if wish.parents else ""
    return (
        'dnssec-policy "noroshi" {\n'
        f"  keys {{\n    ksk lifetime unlimited algorithm {wish.algorithm}{size};\n"
        f"    zsk lifetime {life} algorithm {wish.algorithm}{size};\n  }};\n"
        f"{hashed}  dnskey-ttl PT1H;\n  publish-safety PT1H;\n  retire-safety PT1H;\n"
        f"  signatures-validity P{wish.valid_days}D;\n  signatures-validity-dnskey P{wish.valid_days}D;\n"
        f"  signatures-refresh P{wish.refresh_days}D;\n"
        "  zone-propagation-delay PT5M;\n  max-zone-ttl P1D;\n"
        "  parent-ds-ttl P1D;\n  parent-propagation-delay PT1H;\n};\n\n"
        f'zone "{wish.zone}" {{\n  type primary;\n  file "{wish.zone}zone";\n'
        f'  dnssec-policy "noroshi";\n  inline-signing yes;\n{asked}}};\n'
    )


def _on(wished: bool) -> str:  # a word for a truth
    return "on" if wished else "off"


def _yes(wished: bool) -> str:
    return "yes" if wished else "no"
