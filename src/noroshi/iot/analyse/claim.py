"""Claim: what one matched fingerprint says of the device, the software on it, or its maker."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from noroshi.iot.analyse.cpe import Cpe, parse_cpe


class Aspect(IntEnum):
    """What a claim is about; a device outranks the software on it."""

    SYSTEM = 1
    SERVICE = 2
    APPLIANCE = 3
    DEVICE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Vendor, product and version of one aspect; empty where the answer does not tell."""

    aspect: Aspect
    vendor: str
    product: str
    version: str
    cpes: tuple[Cpe, ...]

    @property
    def about_device(self) -> bool:
        """Whether its vendor is the device's maker."""
        return self.aspect >= Aspect.APPLIANCE

    @property
    def rank(self) -> tuple[int, bool, bool, bool]:
        """Order of belief: aspect first, then how much is told."""
        return self.aspect, bool(self.vendor), bool(self.product), bool(self.version)


GENERAL = {"General", "General Purpose", "Server", "Desktop", ""}
"""Kinds of device on which an operating system says nothing of the maker."""
OWN_SYSTEMS = {
    "Cisco", "Juniper", "MikroTik", "AVM", "Adtran", "ADC", "ARRIS", "Asentria", "Ciena", "Extreme",
    "Foundry", "HP", "IBM", "DEC", "SGI", "Sun", "Apple", "EqualLogic", "Isilon", "LANCOM Systems", "QNAP",
    "Redback Networks", "SonicWall", "SnapServer", "WatchGuard", "Xiongmai Technology",
}  # fmt: skip
"""Makers whose systems run on the machines that they sell, and hardly on any other."""
ANYWHERE = re.compile(r"(?i)linux|solaris|photon|nextstep|openvms")
"""Systems that run on machines of others, whoever's name they bear."""


def claims_of(values: Mapping[str, str]) -> Iterator[Claim]:
    """The claims in a match's parameters; none where it only says what it is not."""
    device = values.get("os.device", values.get("hw.device", ""))
    hardware = _claim(values, "hw", Aspect.DEVICE)
    if hardware is not None:
        yield hardware
    own = device not in GENERAL or _is_own_system(values)
    for name, aspect in (
        ("os", Aspect.APPLIANCE if own else Aspect.SYSTEM),
        ("service", Aspect.SERVICE),
    ):
        claim = _claim(values, name, aspect)
        if claim is not None:
            yield claim


def _is_own_system(values: Mapping[str, str]) -> bool:
    name = f"{values.get('os.family', '')} {values.get('os.product', '')}"
    return values.get("os.vendor", "") in OWN_SYSTEMS and not ANYWHERE.search(name)


def _claim(values: Mapping[str, str], name: str, aspect: Aspect) -> Claim | None:
    vendor = values.get(f"{name}.vendor", "").strip()
    product = (values.get(f"{name}.product") or values.get(f"{name}.model") or "").strip()
    version = values.get(f"{name}.version", "").strip()
    if name == "hw":
        product = product or values.get("hw.family", "").strip()
        # A device runs one firmware: its version is the system's where both are the same maker's.
        same = values.get("os.vendor", vendor) == vendor
        version = version or (values.get("os.version", "").strip() if same else "")
    if not vendor and not product:
        return None
    return Claim(
        aspect=aspect, vendor=vendor, product=product, version=version,
        cpes=tuple(_cpes(values, name, vendor)),
    )  # fmt: skip


def _cpes(values: Mapping[str, str], name: str, vendor: str) -> Iterator[Cpe]:
    own: tuple[str, ...] = (f"{name}.cpe23",)
    if name == "hw" and values.get("os.vendor", vendor) == vendor:
        own = ("os.cpe23", "hw.cpe23")  # NVD lists weaknesses under the firmware
    for place in own:
        cpe = parse_cpe(values.get(place, ""))
        if cpe is not None:
            yield cpe
