"""Claim: what one matched fingerprint says of the device, the software on it, or its maker."""

import re
from collections.abc import Container, Iterable, Mapping
from enum import IntEnum

import msgspec

from noroshi.iot.analyse.cpe import Cpe, parse_cpe


class Aspect(IntEnum):
    """What a claim is about; a device outranks the software on it."""

    SYSTEM = 1
    SERVICE = 2
    APPLIANCE = 3
    DEVICE = 4


class Claim(msgspec.Struct, frozen=True, kw_only=True, gc=False):
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


class Names(msgspec.Struct, frozen=True):
    """Names of the parameters that tell of one thing."""

    vendor: str
    product: str
    model: str
    version: str
    cpe: str


def _names(thing: str) -> Names:
    return Names(
        *(f"{thing}.{name}" for name in ("vendor", "product", "model", "version", "cpe23"))
    )


_FAMILY = "hw.family"
_HARDWARE, _SYSTEM, _SERVICE = _names("hw"), _names("os"), _names("service")
THINGS = (_HARDWARE, _SYSTEM, _SERVICE)
"""What a match may tell of."""


def things_in(parameters: Container[str]) -> tuple[Names, ...]:
    """What matches with these parameters may tell of."""
    return tuple(
        names
        for names in THINGS
        if names.vendor in parameters
        or names.product in parameters
        or names.model in parameters
        or (names is _HARDWARE and _FAMILY in parameters)
    )


def claims_of(values: Mapping[str, str], things: Iterable[Names] = THINGS) -> tuple[Claim, ...]:
    """The claims in a match's parameters; none where it only says what it is not."""
    claims = []
    for names in things:
        vendor = values.get(names.vendor, "").strip()
        product = _product(values, names)
        if vendor or product:
            claims.append(_claim(values, names, vendor, product))
    return tuple(claims)


def _product(values: Mapping[str, str], names: Names) -> str:
    product = (values.get(names.product) or values.get(names.model) or "").strip()
    if names is _HARDWARE:
        return product or values.get(_FAMILY, "").strip()
    return product


def _claim(values: Mapping[str, str], names: Names, vendor: str, product: str) -> Claim:
    version = values.get(names.version, "").strip()
    places: tuple[str, ...] = (names.cpe,)
    if names is _HARDWARE and values.get(_SYSTEM.vendor, vendor) == vendor:
        # A device runs one firmware: its version is the system's where both are the same maker's,
        # and NVD lists weaknesses under the firmware.
        version = version or values.get(_SYSTEM.version, "").strip()
        places = (_SYSTEM.cpe, _HARDWARE.cpe)
    return Claim(
        aspect=_aspect(values, names), vendor=vendor, product=product, version=version,
        cpes=_cpes(values, places),
    )  # fmt: skip


def _aspect(values: Mapping[str, str], names: Names) -> Aspect:
    if names is _HARDWARE:
        return Aspect.DEVICE
    if names is _SERVICE:
        return Aspect.SERVICE
    device = values.get("os.device", values.get("hw.device", ""))
    own = device not in GENERAL or _is_own_system(values)
    return Aspect.APPLIANCE if own else Aspect.SYSTEM


def _is_own_system(values: Mapping[str, str]) -> bool:
    if values.get("os.vendor", "") not in OWN_SYSTEMS:
        return False
    return not ANYWHERE.search(f"{values.get('os.family', '')} {values.get('os.product', '')}")


def _cpes(values: Mapping[str, str], places: tuple[str, ...]) -> tuple[Cpe, ...]:
    read = [parse_cpe(values[place]) for place in places if place in values]
    return tuple([cpe for cpe in read if cpe is not None])
