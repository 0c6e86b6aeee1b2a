"""Checklist: questions that a maker asks itself of a product to come, beside what surveys found.

The questions are those of the provisions. What surveys found is counted from the devices that the
operator keeps; where it keeps none there is no figure, never a guess.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from noroshi.iot.report.device import Device
from noroshi.iot.report.exposure import Trouble
from noroshi.iot.report.maker import FEW
from noroshi.iot.report.provisions import CHECKLIST


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What surveys found of some devices.

    Attributes:
        devices: How many.
        troubles: Devices by the worst that is wrong, the worst first; zeros are left out.
        signs: Clause -> devices that show its sign; null where nothing can be seen.
    """

    devices: int
    troubles: tuple[tuple[Trouble, int], ...]
    signs: Mapping[str, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """One checklist.

    Attributes:
        maker: Whose; empty for any maker's.
        own: Of its devices; null where fewer are kept than may be told.
        every: Of all devices that are kept; null likewise.
    """

    maker: str
    own: Found | None
    every: Found | None


def checklist_of(devices: Sequence[Device], *, maker: str = "", fewest: int = FEW) -> Checklist:
    """The checklist of a maker, or of any.

    Args:
        devices: All that are kept.
        maker: As its devices name it.
        fewest: Devices that make a figure.
    """
    own = [one for one in devices if maker and one.vendor == maker]
    return Checklist(maker=maker, own=_found(own, fewest), every=_found(devices, fewest))


def _found(devices: Sequence[Device], fewest: int) -> Found | None:
    if len(devices) < max(1, fewest):
        return None
    counts = Counter(one.trouble for one in devices)
    return Found(
        devices=len(devices),
        troubles=tuple((trouble, counts[trouble]) for trouble in Trouble if counts[trouble]),
        signs={one.clause: one.count(devices) for one in CHECKLIST},
    )


def checklist_row(one: Checklist) -> dict[str, object]:
    """A checklist for machines."""
    return {
        "maker": one.maker or None,
        "found": _row(one.own),
        "found_of_all": _row(one.every),
        "provisions": [
            {
                "en_303_645": each.clause,
                "title": each.title.as_dict(),
                "jc_star": each.topic.as_dict() if each.topic else None,
                "jc_star_criteria": list(each.criteria),
                "devices": one.own.signs[each.clause] if one.own else None,
                "devices_of_all": one.every.signs[each.clause] if one.every else None,
                "questions": [
                    {
                        "provision": ask.provision,
                        "demand": ask.is_must,
                        "question": ask.question.as_dict(),
                    }
                    for ask in each.asks
                ],
            }
            for each in CHECKLIST
        ],
    }


def _row(found: Found | None) -> dict[str, object] | None:
    if found is None:
        return None
    troubles = {trouble.value: count for trouble, count in found.troubles}
    return {"devices": found.devices, "troubles": troubles}
