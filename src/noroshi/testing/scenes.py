"""Scenes: a few hours of a small network with one botnet in it, as a flow table, seeded."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import pyarrow as pa

from noroshi.spine.model import Window
from noroshi.testing.flows import flow, flow_table, flow_window

CONTROLLER = "203.0.113.66:4444/tcp"
"""The C&C server of the scene."""

RESOLVER, CLOCK = "192.0.2.53:53/udp", "192.0.2.123:123/udp"
SYN, WHOLE_TALK = 0x02, 0x1B
HOURS_S = 6 * 3600

Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A flow table and what is in it.

    Attributes:
        flows: Rows in the columns of the flow table.
        window: The time that holds them all.
        controllers: C&C servers, as endpoints.
        bots: Addresses of the infected subscribers.
    """

    flows: pa.Table
    window: Window
    controllers: frozenset[str]
    bots: frozenset[str]

    @property
    def seen_outside(self) -> pa.Table:
        """The rows as an exporter gives them: nobody is marked as a subscriber yet."""
        side = self.flows.schema.get_field_index("subscriberSide")
        nobody = pa.array([0] * self.flows.num_rows, pa.uint8())
        return self.flows.set_column(side, self.flows.schema.field(side), nobody)


def botnet_scene(*, subscribers: int = 40, bots: int = 4, seed: int = 1) -> Scene:
    """People who browse, ask names and the time; some of them call one server and scan.

    Args:
        subscribers: Addresses 100.64.0.1 and on.
        bots: The first so many of them are infected.
        seed: Another seed makes another afternoon.
    """
    dice = Random(seed)  # noqa: S311  # made traffic, no secret
    rows = [row for n in range(1, subscribers + 1) for row in _ordinary(dice, _address(n))]
    for number in range(1, bots + 1):
        rows += [*_beacon(dice, _address(number)), *_scan(dice, _address(number))]
    flows = flow_table(rows)
    return Scene(
        flows=flows,
        window=flow_window(flows),
        controllers=frozenset({CONTROLLER} if bots else ()),
        bots=frozenset(_address(number) for number in range(1, bots + 1)),
    )


def _address(number: int) -> str:
    return f"100.64.{number >> 8}.{number & 255}"


def _ordinary(dice: Random, subscriber: str) -> Iterator[Row]:
    for _ in range(15):
        sent, answered = dice.randint(5, 20), dice.randint(5, 90)
        yield flow(
            f"{subscriber}:{dice.randint(49152, 65535)}",
            f"192.0.2.{dice.randint(1, 30)}:443/tcp",
            at_s=dice.uniform(0, HOURS_S),
            lasts_s=dice.uniform(0.2, 90),
            sent=(sent * dice.randint(60, 200), sent),
            answered=(answered * dice.randint(200, 1400), answered),
            tcpControlBits=WHOLE_TALK,
            reverseTcpControlBits=WHOLE_TALK,
        )
    for server in (RESOLVER, CLOCK):
        for _ in range(6):
            yield flow(
                f"{subscriber}:{dice.randint(49152, 65535)}",
                server,
                at_s=dice.uniform(0, HOURS_S),
                lasts_s=0.02,
                sent=(dice.randint(60, 76), 1),
                answered=(dice.randint(76, 300), 1),
            )


def _beacon(dice: Random, bot: str) -> Iterator[Row]:
    at_s = dice.uniform(0, 180)
    while at_s < HOURS_S:
        yield flow(
            f"{bot}:{dice.randint(49152, 65535)}",
            CONTROLLER,
            at_s=at_s,
            sent=(312, 6),
            answered=(280, 5),
            tcpControlBits=WHOLE_TALK,
            reverseTcpControlBits=WHOLE_TALK,
        )
        at_s += 180 * dice.uniform(0.95, 1.05)


def _scan(dice: Random, bot: str) -> Iterator[Row]:
    for host in range(1, 61):
        yield flow(
            f"{bot}:{dice.randint(49152, 65535)}",
            f"198.51.100.{host}:23/tcp",
            at_s=7200 + host,
            lasts_s=0,
            sent=(40, 1),
            answered=None,
            tcpControlBits=SYN,
        )
