"""Pending: data sets whose template has not come yet, with their own receive time."""

from collections import OrderedDict
from dataclasses import dataclass, field

import numpy as np

from noroshi.spine.flows.address import Addresses
from noroshi.spine.flows.decode.datagrams import Datagrams
from noroshi.spine.flows.decode.message import Messages, Sets
from noroshi.spine.flows.decode.template import Owner
from noroshi.spine.flows.octets import Octets
from noroshi.spine.flows.tally import Refusal, Tally

MOST_OCTETS = 16 << 20
LONGEST_MS = 30 * 60_000
"""How long a collector waits for a template; exporters repeat theirs each few minutes."""
COST = 600
"""Octets of bookkeeping counted for each set."""

Held = tuple[bytes, tuple[int, ...]]
"""Content of a set; received, version, domain, export, boot, sampling."""


@dataclass(slots=True)
class Pending:
    """Sets by owner, oldest owner out first when there is too much."""

    held: OrderedDict[Owner, list[Held]] = field(default_factory=OrderedDict)
    size: int = 0

    def hold(
        self, owner: Owner, batch: Datagrams, messages: Messages, sets: Sets, tally: Tally
    ) -> None:
        """Keep sets for when their template comes."""
        contents = batch.octets.slices(sets.start, sets.end - sets.start)
        for at, content in zip(sets.datagram.tolist(), contents, strict=True):
            row = tuple(
                int(column[at])
                for column in (
                    batch.received_ms, messages.version, messages.domain,
                    messages.export_ms, messages.boot_ms, messages.sampling,
                )
            )  # fmt: skip
            self.held.setdefault(owner, []).append((content, row))
            self.size += len(content) + COST
        while self.size > MOST_OCTETS:
            self._drop(next(iter(self.held)), tally)

    def release(self, owner: Owner) -> tuple[Datagrams, Messages, Sets] | None:
        """The sets of an owner whose template came, as a batch of their own."""
        held = self.held.pop(owner, None)
        if held is None:
            return None
        self.size -= sum(len(content) + COST for content, _ in held)
        hi, lo, port, _, number = owner
        count = len(held)
        lengths = np.array([len(content) for content, _ in held], np.int64)
        end = np.cumsum(lengths)
        columns = np.array([row for _, row in held], np.int64).T
        sender = Addresses(np.full(count, hi), np.full(count, lo))
        batch = Datagrams(
            Octets(b"".join(content for content, _ in held)),
            end - lengths, end, sender, np.full(count, port), columns[0],
        )  # fmt: skip
        one = np.zeros(count, np.int64)
        messages = Messages(columns[1], columns[2], columns[3], columns[4], columns[5], one, one)
        return batch, messages, Sets(np.arange(count), np.full(count, number), end - lengths, end)

    def forget_before(self, moment_ms: int, tally: Tally) -> None:
        """Count and drop the sets of owners whose newest set came before a moment."""
        for owner in [o for o, sets in self.held.items() if sets[-1][1][0] < moment_ms]:
            self._drop(owner, tally)

    def restore(self, owner: Owner, sets: list[Held]) -> None:
        """Hold sets that an earlier process held."""
        self.held.setdefault(owner, []).extend(sets)
        self.size += sum(len(content) + COST for content, _ in sets)

    def give_up(self, tally: Tally) -> None:
        """At the end of the stream: count what no template came for."""
        while self.held:
            self._drop(next(iter(self.held)), tally)

    def _drop(self, owner: Owner, tally: Tally) -> None:
        sets = self.held.pop(owner)
        self.size -= sum(len(content) + COST for content, _ in sets)
        tally.drop(Refusal.NO_TEMPLATE, len(sets))
