"""Staging: a router on the way to dropping invalid routes: its step kept in the home, its gate, its texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from noroshi.readiness.check import Check
from noroshi.readiness.rpki.configure import DIALECTS, Wish
from noroshi.readiness.rpki.judge.evidence import Evidence, GateLimits
from noroshi.readiness.rpki.judge.stage import Step, after, before, gate, stage, wish_at
from noroshi.readiness.rpki.sense.content import NO_JSON
from noroshi.readiness.stage import Stage
from noroshi.spine.home import Home
from noroshi.spine.home.whole import write_whole
from noroshi.spine.model import ConfigError, rfc3339


class Kept(msgspec.Struct):
    """A step that was taken, and when."""

    step: Step
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Router:
    """A router on its way.

    Attributes:
        name: As its step is kept; its router id.
        dialect: Its system.
        wish: Its caches and sessions.
        peers: Addresses of the sessions that drop first.
    """

    name: str
    dialect: str
    wish: Wish
    peers: frozenset[str]

    def text(self, step: Step | None) -> str:
        """Its configuration at a step; empty where it is before the first."""
        return DIALECTS[self.dialect](wish_at(step, self.wish, self.peers)) if step else ""


def stage_of(
    router: Router, step: Step | None, known: Evidence, limits: GateLimits
) -> tuple[Stage, list[Check]]:
    """Where a router stands, and the checks of its gate."""
    checks = list(gate(step, known, limits, router.name))
    found = stage(
        router.name,
        step,
        checks,
        publish=router.text(after(step)),
        back=router.text(before(step)),
    )
    return found, checks


def place_of_steps(home: Home) -> Path:
    """Where steps are kept."""
    return home.path / "rpki" / "steps.json"


def read_steps(home: Home) -> dict[str, Kept]:
    """The step of each router.

    Raises:
        ConfigError: The file is damaged.
    """
    place = place_of_steps(home)
    if not place.exists():
        return {}
    try:
        return msgspec.json.decode(place.read_bytes(), type=dict[str, Kept])
    except (*NO_JSON, OSError) as error:
        raise ConfigError(
            f"{place} is damaged ({error}); take it away and say the step with --step"
        ) from error


def keep_step(home: Home, router: str, step: Step, *, now: datetime) -> None:
    """Remember that a router has taken a step.

    Raises:
        ConfigError: The disk does not take it, or what is there is damaged.
    """
    place = place_of_steps(home)
    steps = read_steps(home)
    if router in steps and steps[router].step is step:
        return
    steps[router] = Kept(step=step, since=rfc3339(now.astimezone(UTC)))
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole([msgspec.json.format(msgspec.json.encode(steps)) + b"\n"], place)


def peers_of(wish: Wish, wanted: Sequence[str]) -> frozenset[str]:
    """The sessions that drop first; all of them where none is named.

    Raises:
        ConfigError: One of them is no session of the router.
    """
    known = {str(one.address) for one in wish.neighbours}
    strange = sorted(set(wanted) - known)
    if strange:
        raise ConfigError(f"{', '.join(strange)} is no session: name it with --neighbour too")
    return frozenset(wanted or known)
