"""ASPAs: who may carry whose routes upwards, as sorted pairs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from noroshi.readiness.rpki.prefixes import I64, U64

U8 = npt.NDArray[np.uint8]


class Hop(IntEnum):
    """What the ASPAs say of one AS as a provider of another (section 4 of the draft)."""

    NO_ATTESTATION = 0
    PROVIDER = 1
    NOT_PROVIDER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class AspaTable:
    """The validated ASPA payloads.

    Attributes:
        customers: ASes that have one, sorted.
        pairs: `customer << 32 | provider`, sorted. AS 0 names nobody.
    """

    customers: I64
    pairs: U64

    @classmethod
    def of(cls, aspas: Mapping[int, Sequence[int]]) -> "AspaTable":
        """The table of some ASPAs."""
        pairs = [
            customer << 32 | provider
            for customer, providers in aspas.items()
            for provider in providers
            if provider
        ]
        return cls(
            customers=np.array(sorted(aspas), np.int64), pairs=np.unique(np.array(pairs, np.uint64))
        )

    def hops(self, customer: I64, provider: I64) -> U8:
        """What is said of each pair."""
        attested = _holds(self.customers, customer)
        packed = customer.astype(np.uint64) << np.uint64(32) | provider.astype(np.uint64)
        named = _holds(self.pairs, packed)
        found = np.where(named, Hop.PROVIDER, Hop.NOT_PROVIDER)
        return np.where(attested, found, Hop.NO_ATTESTATION).astype(np.uint8)


def _holds(ordered: I64 | U64, values: I64 | U64) -> npt.NDArray[np.bool_]:
    if not len(ordered):
        return np.zeros(len(values), np.bool_)
    at = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    found: npt.NDArray[np.bool_] = ordered[at] == values
    return found
