"""Brand: a name that others borrow, and the domains that are its own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """One line of the list.

    Attributes:
        name: As verdicts tell it.
        sector: `bank`, `card`, `shop`…
        domains: Registered domains or hosts that are the brand's own, with all below them.
        names: Every way it is written, the name first; one that begins with `=` is matched in exactly
            this case.
        source: Page that says whose domain it is.
    """

    name: str
    sector: str
    domains: tuple[str, ...]
    names: tuple[str, ...]
    source: str

    def owns(self, host: str) -> bool:
        """Whether a host is the brand's own."""
        return any(host == domain or host.endswith(f".{domain}") for domain in self.domains)
