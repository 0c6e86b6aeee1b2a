"""Boundary: the one place that every probe passes before its packet is built.

An engine proposes targets; `Boundary.admit` says which may go now. Only it makes an `Admitted`,
and engines send nothing else. There is no argument, setting or subclass that makes it milder: the
signed scope, the catalogue, the special ranges, the exclusions of the scope, the opt-outs of the
moment and four caps are asked for every single probe. See docs/explanation/survey-boundary.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from ipaddress import ip_network
from typing import final

import numpy as np
import numpy.typing as npt

from noroshi.iot.scope.special import NEVER, SPECIAL
from noroshi.iot.sense import CATALOGUE
from noroshi.iot.survey.listing import FIRST, NOTHING, Listing
from noroshi.iot.survey.permission import Permission
from noroshi.iot.survey.ranges import Ranges
from noroshi.iot.survey.rate import Cap
from noroshi.iot.survey.targets import Slot, Targets
from noroshi.spine.model import ConfigError

I64 = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.uint8]

LATEST_S = 60.0
"""Age of the opt-outs beyond which nothing is sent: the promise that they are in force within a minute."""


class Verdict(IntEnum):
    """What becomes of a proposed probe."""

    GO = 0
    OUTSIDE = 1
    """Not in the prefixes of the scope, or an address that nobody may ask."""
    NOT_ALLOWED = 2
    """Not one of the scope's probes and ports, or not in the catalogue."""
    EXCLUDED = 3
    """On a list of the scope."""
    OPTED_OUT = 4
    """Its holder asked not to be asked."""
    BACKED_OFF = 5
    """Its network told us to stop."""
    WAITS = 6
    """A cap is reached; propose it again later."""
    CLOSED = 7
    """Outside validity or hours, or the opt-outs are too old to be trusted."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """Probes that may be sent now, and nothing else may. Made by `Boundary.admit` only."""

    addresses: I64
    slots: I64
    at_s: float
    listing: Listing

    def hosts(self) -> list[str]:
        """The address of each as text: what was judged is what is asked."""
        return [self.listing.text_of(one) for one in self.addresses.tolist()]


@final
class Boundary:
    """Scope, exclusions and caps of one running survey.

    Args:
        permission: Proof that the scope holds.
        share: How many processes survey this scope at once; each gets its part of every cap.
        now: The present, UTC.
        monotonic: Seconds that never go back.
        listing: IPv6 addresses of the round; every check below judges them like those of IPv4.

    Raises:
        ConfigError: A cap cannot be shared among so many.
    """

    def __init__(
        self,
        permission: Permission,
        *,
        share: int,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        listing: Listing = NOTHING,
    ) -> None:
        scope = permission.scope
        self._permission, self._now, self._monotonic = permission, now, monotonic
        self._listing = listing
        targets = Targets(scope)
        self._inside = _networks(scope.prefixes).on(listing)
        self._special = Ranges(SPECIAL).on(listing)
        self._never = Ranges(NEVER).on(listing)
        self._excluded = permission.excluded.on(listing)
        self._allowed = np.array([_is_allowed(permission, slot) for slot in targets.slots], bool)
        self._opted_out = self._backed_off = Ranges()
        self._opt_outs_read_s: float | None = None
        self._blocks = _networks(scope.prefixes, widest=24)
        blocks = (len(self._blocks) >> 8) + listing.blocks
        caps = scope.caps
        self._caps = (
            Cap(1, _shared(caps.global_pps, share, "global_pps")),
            Cap(blocks, _shared(caps.per_24_pps, share, "per_24_pps")),
            Cap(permission.networks.systems, _shared(caps.per_as_pps, share, "per_as_pps")),
            Cap(permission.networks.isps, _shared(caps.per_isp_pps, share, "per_isp_pps")),
        )

    def renew(self, opted_out: Ranges) -> None:
        """Take the opt-outs of this moment; must come at least every `LATEST_S` seconds."""
        self._opted_out, self._opt_outs_read_s = opted_out.on(self._listing), self._monotonic()

    def back_off(self, stopped: Ranges) -> None:
        """Ask these no more in this run."""
        self._backed_off = stopped.on(self._listing)

    def admit(self, addresses: I64, slots: I64) -> tuple[Admitted, Codes]:
        """Which probes may go now, and the verdict on each. Counts what it admits."""
        at_s = self._monotonic()
        verdicts = self._lasting(addresses, slots)
        if not self._is_open(at_s):
            verdicts[verdicts == Verdict.GO] = Verdict.CLOSED
        going = np.flatnonzero(verdicts == Verdict.GO)
        groups = self._groups(addresses[going])
        passes = np.ones(len(going), bool)
        for cap, group in zip(self._caps, groups, strict=True):
            passes &= cap.passes(group, at_s)
        verdicts[going[~passes]] = Verdict.WAITS
        going = going[passes]
        for cap, group in zip(self._caps, groups, strict=True):
            cap.count(group[passes], at_s)
        admitted = Admitted(
            addresses=addresses[going], slots=slots[going], at_s=at_s, listing=self._listing
        )
        return admitted, verdicts

    def sent(self, admitted: Admitted) -> None:
        """Say that they have just left. What left later than it was admitted counts until later."""
        at_s = self._monotonic()
        if self._caps[0].is_same_slice(admitted.at_s, at_s):
            return
        for cap, group in zip(self._caps, self._groups(admitted.addresses), strict=True):
            cap.count(group, at_s)

    def _lasting(self, addresses: I64, slots: I64) -> Codes:
        """Verdicts that waiting does not change, the strongest last."""
        made = np.zeros(len(addresses), np.uint8)
        made[self._backed_off.hold(addresses)] = Verdict.BACKED_OFF
        made[self._opted_out.hold(addresses)] = Verdict.OPTED_OUT
        made[self._excluded.hold(addresses)] = Verdict.EXCLUDED
        known = (slots >= 0) & (slots < len(self._allowed))
        made[~(known & self._allowed[np.where(known, slots, 0)])] = Verdict.NOT_ALLOWED
        outside = ~self._inside.hold(addresses) | self._never.hold(addresses)
        outside |= self._special.hold(addresses) != self._permission.scope.lab
        made[outside] = Verdict.OUTSIDE
        return made

    def _is_open(self, at_s: float) -> bool:
        read_s = self._opt_outs_read_s
        fresh = read_s is not None and at_s - read_s < LATEST_S
        return fresh and self._permission.is_open(self._now())

    def _groups(self, addresses: I64) -> tuple[I64, I64, I64, I64]:
        systems, isps = self._permission.networks.of(addresses)
        return np.zeros_like(addresses), self._block_of(addresses), systems, isps

    def _block_of(self, addresses: I64) -> I64:
        """The /24 of each address; behind them all, the /48 of a listed one."""
        made = self._blocks.number_of(addresses) >> 8
        listed = np.flatnonzero(addresses >= FIRST)
        if len(listed):
            made[listed] = (len(self._blocks) >> 8) + self._listing.block_of(addresses[listed])
        return made


def _is_allowed(permission: Permission, slot: Slot) -> bool:
    """Whether the scope names this probe and port, and the catalogue holds exactly this entry."""
    asked = {ask.probe: ask.ports for ask in permission.scope.probes}
    known = CATALOGUE.get(slot.probe.name)
    return (
        known is slot.probe
        and slot.port in known.ports
        and slot.port in asked.get(known.name, ())
        and 0 <= slot.message < max(1, len(known.sends))
    )


def _networks(prefixes: tuple[str, ...], widest: int = 32) -> Ranges:
    """The prefixes as a set, those of IPv4 widened to this length where they are longer."""
    networks = [ip_network(text) for text in prefixes]
    return Ranges(
        net.supernet(new_prefix=widest) if net.version == 4 and net.prefixlen > widest else net
        for net in networks
    )


def _shared(most: int, share: int, name: str) -> int:
    if most < share:
        raise ConfigError(
            f"caps.{name} allows {most} probes a second, which {share} shards cannot share; take fewer"
        )
    return most // share
