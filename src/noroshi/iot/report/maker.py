"""Maker: what a survey tells of one manufacturer's devices, held against what is asked of products.

Only what a survey from outside can see is counted; that a count is 0 does not say that a provision
is met.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from noroshi.iot.report.device import Device
from noroshi.iot.report.provisions import PROVISIONS, Provision

FEW = 3
"""Makers with fewer devices are left out of a report: a single device could be somebody's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One model: its devices, the versions among them, and what is wrong.

    Attributes:
        name: Of the model; empty where it is unknown.
        devices: How many.
        versions: Devices by version, most first; those that tell none are not counted.
        ended: Devices past their maker's support.
        kev: Devices with a weakness that is exploited in the wild.
        holes: Devices with known weaknesses, certain or possible.
        managed: Devices with a management port open to the Internet.
        cves: Known weaknesses.
    """

    name: str
    devices: int
    versions: tuple[tuple[str, int], ...]
    ended: int
    kev: int
    holes: int
    managed: int
    cves: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """One manufacturer.

    Attributes:
        name: As its devices name it.
        devices: How many were seen.
        weak: Those with more wrong than an open port.
        ended: Those past support.
        kev: Those with a weakness that is exploited.
        managed: Those with a management port open to the Internet.
        ports: Devices by management port, most first.
        models: Most devices first.
        signs: Devices that show the sign of each provision; null where nothing can be seen.
    """

    name: str
    devices: int
    weak: int
    ended: int
    kev: int
    managed: int
    ports: tuple[tuple[str, int], ...]
    models: tuple[Model, ...]
    signs: tuple[tuple[Provision, int | None], ...]


def makers_of(devices: Iterable[Device], *, fewest: int = FEW) -> tuple[Maker, ...]:
    """Manufacturers with at least `fewest` devices, most weak devices first.

    Args:
        devices: Any; those of unknown makers are passed over.
        fewest: Devices that make a maker.
    """
    by_name: dict[str, list[Device]] = {}
    for one in devices:
        if one.vendor:
            by_name.setdefault(one.vendor, []).append(one)
    made = [_maker(name, those) for name, those in by_name.items() if len(those) >= fewest]
    return tuple(sorted(made, key=lambda one: (-one.weak, -one.devices, one.name)))


def _maker(name: str, devices: Sequence[Device]) -> Maker:
    by_model: dict[str, list[Device]] = {}
    for one in devices:
        by_model.setdefault(one.product, []).append(one)
    models = [_model(model, those) for model, those in by_model.items()]
    ports = Counter(port for one in devices for port in one.managed)
    return Maker(
        name=name,
        devices=len(devices),
        weak=sum(one.is_weak for one in devices),
        ended=sum(one.is_ended for one in devices),
        kev=sum(one.kev for one in devices),
        managed=sum(bool(one.managed) for one in devices),
        ports=tuple(ports.most_common()),
        models=tuple(sorted(models, key=lambda one: (-one.devices, one.name))),
        signs=tuple((each, each.count(devices)) for each in PROVISIONS),
    )


def _model(name: str, devices: Sequence[Device]) -> Model:
    versions = Counter(one.version for one in devices if one.version)
    return Model(
        name=name,
        devices=len(devices),
        versions=tuple(versions.most_common()),
        ended=sum(one.is_ended for one in devices),
        kev=sum(one.kev for one in devices),
        holes=sum(bool(one.cves) for one in devices),
        managed=sum(bool(one.managed) for one in devices),
        cves=tuple(sorted({cve for one in devices for cve in one.cves})),
    )


def maker_row(one: Maker) -> dict[str, object]:
    """A manufacturer for machines."""
    return {
        "maker": one.name,
        "devices": one.devices,
        "weak": one.weak,
        "eol": one.ended,
        "kev": one.kev,
        "management_exposed": one.managed,
        "management_ports": dict(one.ports),
        "models": [
            {
                "model": each.name,
                "devices": each.devices,
                "versions": dict(each.versions),
                "eol": each.ended,
                "kev": each.kev,
                "with_cves": each.holes,
                "management_exposed": each.managed,
                "cves": list(each.cves),
            }
            for each in one.models
        ],
        "provisions": [
            {
                "en_303_645": each.clause,
                "title": each.title.as_dict(),
                "jc_star": each.topic.as_dict() if each.topic else None,
                "jc_star_criteria": list(each.criteria),
                "devices": count,
                "advice": each.advice.as_dict(),
            }
            for each, count in one.signs
        ],
    }
