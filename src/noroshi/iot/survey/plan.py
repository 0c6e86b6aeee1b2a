"""Plan: how one round of a scope is cut into chunks, the same on every machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from noroshi.iot.scope import Scope, digest
from noroshi.iot.survey.chosen import ChosenTargets
from noroshi.iot.survey.dealer import pace_pps
from noroshi.iot.survey.order import Order
from noroshi.iot.survey.targets import Targets
from noroshi.spine.model import ConfigError, InputError

LEAST_CHUNK, MOST_CHUNK = 256, 1 << 18
CHUNK_S = 10.0
"""Length of a chunk at full pace: what a killed survey asks again at most."""
CONTEXT = b"noroshi survey order v1\n"


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is fixed when a round begins.

    Attributes:
        scope: Digest of the scope.
        round: Name of the round; another round has another order.
        chunk: Targets of a chunk.
        targets: Targets in all.
        chosen: Digest of the addresses of a re-survey; empty for the whole scope.
    """

    scope: str
    round: str
    chunk: int
    targets: int
    chosen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One of several parts of a round, each a range of chunks."""

    number: int = 1
    of: int = 1

    def __str__(self) -> str:
        return f"{self.number}-of-{self.of}"


def make_plan(scope: Scope, name: str, targets: Targets | None = None) -> Plan:
    """The plan of a new round, of the whole scope or of some of its addresses.

    Raises:
        ConfigError: Only IPv6 is in the scope, and nobody listed addresses.
    """
    targets = targets or Targets(scope)
    if not len(targets):
        raise ConfigError(
            "nobody can go through IPv6 prefixes; name a file of addresses inside them with --only"
        )
    chunk = int(min(MOST_CHUNK, max(LEAST_CHUNK, pace_pps(scope, targets, 1) * CHUNK_S)))
    chosen = targets.digest() if isinstance(targets, ChosenTargets) else ""
    return Plan(scope=digest(scope), round=name, chunk=chunk, targets=len(targets), chosen=chosen)


def parse_plan(octets: bytes) -> Plan:
    """The plan in a file.

    Raises:
        InputError: It is none.
    """
    try:
        plan = msgspec.json.decode(octets, type=Plan)
    except (msgspec.DecodeError, ValueError) as error:
        raise InputError(f"this is no plan of a survey: {error}") from error
    if not (0 < plan.chunk <= MOST_CHUNK and plan.targets > 0):
        raise InputError("this is no plan of a survey: a size is out of range")
    return plan


def order_of(plan: Plan) -> Order:
    """The order in which targets are asked."""
    seed = sha256(CONTEXT + plan.scope.encode() + b"\n" + plan.round.encode()).digest()
    return Order(plan.targets, seed)


def chunks_of(plan: Plan, shard: Shard) -> Iterator[tuple[int, int]]:
    """First position, and the one behind the last, of each chunk of a shard."""
    count = -(-plan.targets // plan.chunk)
    first = count * (shard.number - 1) // shard.of
    for number in range(first, count * shard.number // shard.of):
        start = number * plan.chunk
        yield start, min(start + plan.chunk, plan.targets)
