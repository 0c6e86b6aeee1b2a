"""Truth: which servers of the made day command bots, and which lines are infected."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from noroshi.lab.columns import FlowBatch
from noroshi.spine.model import Endpoint, Text, address_text, label_text, protocol_keyword

KINDS: Mapping[str, Text] = {
    "c2-iot": Text(ja="IoTボットの司令", en="commander of IoT bots"),
}
"""Words for those ways of control that are no label of findings; IoT bots are found as custom TCP."""


def kind_text(kind: str) -> Text:
    """The words for a way of control."""
    return KINDS.get(kind) or label_text(kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Controller:
    """A server that commands bots.

    Attributes:
        endpoint: Where it listens.
        kind: How it speaks: a key of `plan.BOTNETS`.
        family: Made name of the botnet; one botnet may have several servers.
        bots: Lines (subscriber index) that met it in the window, sorted.
    """

    endpoint: Endpoint
    kind: str
    family: str
    bots: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Everything a detector should find, and nothing it was told."""

    controllers: tuple[Controller, ...]
    infected: Mapping[int, tuple[str, ...]]
    """Families on each infected line."""

    @property
    def addresses(self) -> frozenset[str]:
        """Addresses of all controllers."""
        return frozenset(controller.endpoint.address for controller in self.controllers)

    def rows(self) -> Iterator[dict[str, str | int]]:
        """One row per server for files and tables; lines appear only as a count."""
        for controller in self.controllers:
            yield {
                **controller.endpoint.as_dict(),
                "kind": controller.kind,
                "family": controller.family,
                "bots": len(controller.bots),
            }


def controllers_of(batch: FlowBatch, kind: str, family: str) -> tuple[Controller, ...]:
    """One controller per called endpoint of control traffic, with the lines that met it."""
    keys = np.column_stack(
        [batch.server.hi, batch.server.lo, batch.server.port, batch.protocol]
    ).astype(np.int64)
    endpoints, member = np.unique(keys, axis=0, return_inverse=True)
    return tuple(
        Controller(
            endpoint=Endpoint(
                address_text(int(hi), int(lo)), int(port), protocol_keyword(int(proto))
            ),
            kind=kind,
            family=family,
            bots=tuple(np.unique(batch.subscriber[member.ravel() == row]).tolist()),
        )
        for row, (hi, lo, port, proto) in enumerate(endpoints)
    )


def truth_of(infections: Sequence[tuple[str, Sequence[int], Sequence[Controller]]]) -> Truth:
    """Join what each botnet says: family, infected lines, controllers."""
    infected: dict[int, set[str]] = {}
    for family, lines, _ in infections:
        for line in lines:
            infected.setdefault(int(line), set()).add(family)
    return Truth(
        controllers=tuple(c for _, _, controllers in infections for c in controllers),
        infected={line: tuple(sorted(infected[line])) for line in sorted(infected)},
    )
