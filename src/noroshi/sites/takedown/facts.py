"""Facts: what a request to take a page down may say: of the page, never of who reported or met it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """One file of kept evidence.

    Attributes:
        package: Name of the package that holds it.
        name: Of the file.
        sha256: As it was signed.
    """

    package: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakedownFacts:
    """What is known of the page.

    Attributes:
        url: The page, masked: nothing in it names a victim.
        host: Its host.
        domain: The registered domain of it; empty for an address.
        label: Class, as the judge says.
        brand: Whose name it bears; empty for none.
        title: That the page gives itself; empty for none.
        final_url: Where a visit ended; the URL itself where it led nowhere.
        addresses: The host's, with the AS of each in words; empty words where it is not known.
        first_at: First harmful verdict.
        last_at: When it was last known to harm.
        state: What it was found to be last, in words of `LifeState`; empty where nobody followed it.
        files: Kept evidence, screenshots first.
    """

    url: str
    host: str
    domain: str
    label: str
    brand: str
    title: str
    final_url: str
    addresses: tuple[tuple[str, str], ...]
    first_at: datetime
    last_at: datetime
    state: str
    files: tuple[EvidenceFile, ...]
