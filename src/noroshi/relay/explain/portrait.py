"""Portrait: everything a page needs to explain one finding. Server-side facts and counts only."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from noroshi.spine.model import Finding, Text, Window

QUANTILES = (5, 25, 50, 75, 95, 99)
"""Percentiles of the background that a comparison carries, in this order."""


CLIENT_LABEL = re.compile(r"client [1-9][0-9]{0,8}", re.ASCII)
"""The only form a client's name may have on a page: a running number, never a pseudonym."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contacts:
    """Contacts of clients with the server, one element each, in any order.

    Attributes:
        client_index: Row in `Portrait.clients`; an index beyond its end means "some other client".
        start_ms: Unix time of the first packet, milliseconds.
        duration_s: Length in seconds; values that are negative or not finite are drawn as 0.
        octets_up: Octets from client to server, scaled for sampling.
        octets_down: Octets from server to client, scaled for sampling.
        answered: Whether the server sent anything back.
    """

    client_index: NDArray[np.int64]
    start_ms: NDArray[np.int64]
    duration_s: NDArray[np.float64]
    octets_up: NDArray[np.float64]
    octets_down: NDArray[np.float64]
    answered: NDArray[np.bool_]

    def __post_init__(self) -> None:
        shapes = {getattr(self, name).shape for name in self.__slots__}
        if len(shapes) != 1 or self.start_ms.ndim != 1:
            raise ValueError(f"arrays of contacts differ in shape: {sorted(shapes)}")
        if len(self) and int(self.client_index.min()) < 0:
            raise ValueError("a contact names a client below 0")

    def __len__(self) -> int:
        return int(self.start_ms.shape[0])

    @property
    def octets(self) -> float:
        """Octets of both directions together."""
        both = np.concatenate([self.octets_up, self.octets_down])
        return float(both[np.isfinite(both)].sum())

    @classmethod
    def none(cls) -> "Contacts":
        """No contact at all."""
        whole, real = np.zeros(0, np.int64), np.zeros(0, np.float64)
        return cls(
            client_index=whole,
            start_ms=whole,
            duration_s=real,
            octets_up=real,
            octets_down=real,
            answered=np.zeros(0, np.bool_),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRow:
    """One client as the page may name it.

    Attributes:
        label: `client 1`, `client 2` …; anything else is refused, so no pseudonym gets in.
        contacts: Contacts with the server in the window.
        first_ms: Unix time of the first contact, milliseconds.
        last_ms: Unix time of the last contact, milliseconds.
        octets: Octets of both directions, scaled for sampling.
        symptoms: What else the client does (scans, floods …), one sentence each.
    """

    label: str
    contacts: int
    first_ms: int
    last_ms: int
    octets: float
    symptoms: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        if not CLIENT_LABEL.fullmatch(self.label):
            raise ValueError("a client's label must be 'client' and a running number")

    @property
    def number(self) -> int:
        """The running number of the label."""
        return int(self.label.removeprefix("client "))


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Gaps between consecutive contacts of one client, over all clients, in log-spaced bins.

    Attributes:
        edges_s: Bin edges in seconds, rising, all above 0; one more than there are counts.
        server: Gaps of this server per bin.
        background: Gaps of all other servers per bin, for comparison; counts or shares.
    """

    edges_s: tuple[float, ...] = ()
    server: tuple[float, ...] = ()
    background: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        bins = max(len(self.edges_s) - 1, 0)
        if len(self.server) != bins or len(self.background) != bins:
            raise ValueError(f"{len(self.edges_s)} edges need {bins} counts of each kind")
        rising = all(a < b for a, b in zip(self.edges_s, self.edges_s[1:], strict=False))
        if not rising or not all(isfinite(e) and e > 0 for e in self.edges_s):
            raise ValueError("edges must be finite, above 0 and rising")
        if not all(isfinite(n) and n >= 0 for n in self.server + self.background):
            raise ValueError("counts must be finite and not negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Where the server stands among all servers for one kind of evidence.

    Attributes:
        code: The evidence code.
        value: The server's value.
        unit: Unit of value and quantiles.
        quantiles: The background at `QUANTILES`.
        percentile: Share of all servers that lie below the server, 0 to 100.
    """

    code: str
    value: float
    unit: str
    quantiles: tuple[float, float, float, float, float, float]
    percentile: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Portrait:
    """A finding with what is needed to draw and check it.

    Attributes:
        finding: The finding.
        contacts: Every contact in the window.
        clients: The clients, in the order that `Contacts.client_index` counts.
        intervals: Gaps between contacts against the background's.
        background: One comparison per kind of evidence that has a background.
        window: The time that was looked at.
        names: Short names of evidence codes (two or three words each).
        prior_log_odds: Log-odds before any evidence; null where the model does not tell it.
    """

    finding: Finding
    contacts: Contacts
    clients: tuple[ClientRow, ...]
    intervals: Histogram
    background: tuple[Comparison, ...]
    window: Window
    names: Mapping[str, Text] = field(default_factory=dict)
    prior_log_odds: float | None = None

    def name(self, code: str) -> Text:
        """The short name of an evidence code; the code's own words where none was given."""
        words = code.rpartition(".")[2].replace("-", " ") or code or "?"
        return self.names.get(code) or Text(ja=words, en=words)
