"""World: operators, lines and devices under one seed, and what can be seen of them at a moment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network

import numpy as np

from noroshi.lab.seed import rng_of
from noroshi.lab.survey.device import WEAK, Device, Kind, Ports
from noroshi.lab.survey.operator import Lending, MadeOperator, holds_port, make_operator

SHARES = {
    Kind.ROUTER: 0.18, Kind.CAMERA: 0.08, Kind.REFLECTOR: 0.05, Kind.CLOCK: 0.03,
    Kind.RESOLVER: 0.03, Kind.STORE: 0.15, Kind.TERMINAL: 0.17, Kind.GADGET: 0.12,
    Kind.SWITCH: 0.17, Kind.TARPIT: 0.01, Kind.ECHOER: 0.01,
}  # fmt: skip
"""Share of the devices of each kind. Weak ones are many more than in any real country."""
NEEDS_PRIVILEGE = (Kind.CLOCK, Kind.RESOLVER, Kind.ECHOER)
SHARED_WEB = (8080, 8000, 8888, 9000)
"""Web ports that the survey asks, one of which a line of a shared address may own."""
SECOND = 0.04
"""Share of lines with devices that have a second one, of another kind."""
SILENT_PRINT = 0.3
"""Share of devices that bear no print: they are known by their line alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How large the world is.

    Attributes:
        seed: Same seed, same world.
        network: All addresses; a half, a quarter and a quarter go to three operators.
        devices: About how many there are.
        began: Moment of the first survey.
        ports: Which ports devices use.
    """

    seed: int
    network: IPv4Network
    devices: int
    began: datetime
    ports: Ports


@dataclass(frozen=True, slots=True)
class Place:
    """A line of an operator."""

    operator: str
    line: int


@dataclass(frozen=True, slots=True)
class Weak:
    """One weak device in truth: what it is and whose."""

    device: Device
    place: Place


@dataclass(slots=True, kw_only=True)
class World:
    """The made country. `fates` is filled when the arms are drawn; nothing else changes.

    Attributes:
        plan: What it was made from.
        operators: By name.
        homes: Where each device is.
        devices: By number.
        fates: When each device is mended; one that is not named never is.
        movers: Devices that move to another line, when and where to.
    """

    plan: Plan
    operators: dict[str, MadeOperator]
    homes: dict[int, Place]
    devices: dict[int, Device]
    fates: dict[int, datetime] = field(default_factory=dict)
    movers: dict[int, tuple[datetime, Place]] = field(default_factory=dict)

    def place_at(self, number: int, at: datetime) -> Place:
        """The line of a device at a moment."""
        moved = self.movers.get(number)
        return moved[1] if moved and moved[0] <= at else self.homes[number]

    def device_at(self, number: int, at: datetime) -> Device:
        """A device as it is at a moment."""
        mended = self.fates.get(number)
        return replace(self.devices[number], mended=mended is not None and mended <= at)

    def address_at(self, number: int, at: datetime) -> int | None:
        """Where a device is at a moment; null while its line is nowhere."""
        place = self.place_at(number, at)
        return self.operators[place.operator].address_at(place.line, at)

    def standing_at(self, at: datetime) -> Iterator[tuple[str, Device]]:
        """Every device that has an address at a moment."""
        for number in self.devices:
            address = self.address_at(number, at)
            if address is not None:
                yield str(IPv4Address(address)), self.device_at(number, at)

    def weak_at(self, at: datetime) -> Iterator[Weak]:
        """Devices that are weak at a moment, on lines that have an address then."""
        for number in self.devices:
            device = self.device_at(number, at)
            if device.kind in WEAK and not device.mended and self.address_at(number, at):
                yield Weak(device, self.place_at(number, at))


def make_world(plan: Plan) -> World:
    """The country of a plan."""
    halves = list(plan.network.subnets(1))
    quarters = list(halves[1].subnets(1))
    operators = [
        _operator(plan, "isp-a", 64496, halves[0], Lending.DYNAMIC),
        _operator(plan, "isp-b", 64497, quarters[0], Lending.FIXED),
        _operator(plan, "isp-c", 64498, quarters[1], Lending.SHARED),
    ]
    by_name = {one.name: one for one in operators}
    homes: dict[int, Place] = {}
    devices: dict[int, Device] = {}
    for one, share in zip(operators, (0.5, 0.3, 0.2), strict=True):
        for device, place in _devices(plan, one, round(plan.devices * share), len(devices)):
            devices[device.number], homes[device.number] = device, place
    return World(
        plan=plan, operators=by_name, homes=homes, devices=devices,
        movers=_movers(plan, by_name, homes, devices),
    )  # fmt: skip


def _operator(
    plan: Plan, name: str, asn: int, prefix: IPv4Network, lending: Lending
) -> MadeOperator:
    size = prefix.num_addresses
    lines = size * 4 if lending is Lending.SHARED else size * 7 // 10
    return make_operator(
        name, asn=asn, prefix=prefix, lending=lending, lines=lines, began=plan.began, seed=plan.seed
    )


def _devices(
    plan: Plan, operator: MadeOperator, wanted: int, number: int
) -> Iterator[tuple[Device, Place]]:
    random = rng_of(plan.seed, f"devices {operator.name}")
    if operator.lending is Lending.SHARED:
        yield from _shared(random, operator, wanted, number)
        return
    kinds = [kind for kind in SHARES if plan.ports.privileged or kind not in NEEDS_PRIVILEGE]
    weights = np.array([SHARES[kind] for kind in kinds])
    lines = random.permutation(operator.lines)[:wanted].tolist()
    for line in lines:
        chosen = random.choice(len(kinds), 2, replace=False, p=weights / weights.sum())
        count = 2 if random.random() < SECOND else 1
        place = Place(operator.name, line)
        for kind in (kinds[n] for n in chosen[:count].tolist()):
            speaks = bool(random.random() >= SILENT_PRINT)
            device = Device(number=number, kind=kind, web=plan.ports.web, speaks_of_itself=speaks)
            yield device, place
            number += 1


def _shared(
    random: np.random.Generator, operator: MadeOperator, wanted: int, number: int
) -> Iterator[tuple[Device, Place]]:
    """Devices of shared addresses: a web page on a port that the line owns."""
    able = [
        (line, port)
        for line in range(operator.lines)
        for port in SHARED_WEB
        if holds_port(line, port)
    ]
    for at in random.permutation(len(able))[:wanted].tolist():
        line, port = able[at]
        kind = Kind.ROUTER if random.random() < 0.4 else Kind.SWITCH
        device = Device(number=number, kind=kind, web=port, speaks_of_itself=False)
        yield device, Place(operator.name, line)
        number += 1


def _movers(
    plan: Plan,
    operators: Mapping[str, MadeOperator],
    homes: Mapping[int, Place],
    devices: Mapping[int, Device],
) -> dict[int, tuple[datetime, Place]]:
    """Some weak devices with a print go to a line that has none."""
    random = rng_of(plan.seed, "movers")
    held = set(homes.values())
    free = {
        name: [n for n in range(one.lines) if Place(name, n) not in held and n not in one.ended]
        for name, one in operators.items()
        if one.lending is not Lending.SHARED
    }
    moved: dict[int, tuple[datetime, Place]] = {}
    for number, device in devices.items():
        name = homes[number].operator
        can = device.speaks_of_itself and device.kind in {Kind.ROUTER, Kind.REFLECTOR}
        if can and free.get(name) and random.random() < 0.02:
            day = timedelta(days=float(random.uniform(3, 40)))
            moved[number] = (plan.began + day, Place(name, free[name].pop()))
    return moved
