"""Keeping devices: what identification named, as devices of the home, for pages and reports.

No address is kept. Each becomes a keyed hash of the pseudonym under which flows know it, so that the
lake can be asked about a device, and nobody can tell from the file whose it is.
"""

import hashlib
import hmac
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import msgspec
import pyarrow as pa

from noroshi.iot.analyse.attribution import Attribution
from noroshi.iot.report import Exposure, Severity, read_exposures
from noroshi.iot.report.device import Device, device_of
from noroshi.jobs.house.auditing import trail_of
from noroshi.jobs.iot.opening_cases import devices_of, worst
from noroshi.spine.flows.address import Addresses, parse_addresses, parse_networks
from noroshi.spine.flows.pseudonym import Pseudonyms
from noroshi.spine.home import SECRET_BYTES, Home, read_or_make_key
from noroshi.spine.home.whole import write_whole
from noroshi.spine.model import SourceError
from noroshi.spine.store import Store
from noroshi.spine.store.line_cases import LineCases, LineChoice

DIGITS = 16
"""Hexadecimal digits of a keyed hash: 64 bits, so that a million of them do not meet."""


class Places:
    """Keyed hashes of addresses, the same for an address and for its pseudonym in the lake."""

    def __init__(self, home: Home) -> None:
        self._key = read_or_make_key(home.pseudonym_key_file, SECRET_BYTES)
        networks = parse_networks(home.settings.flows.subscribers)
        self._pseudonyms = Pseudonyms(self._key, networks)

    def of_addresses(self, texts: Sequence[str]) -> list[str]:
        """Of addresses as a survey knows them."""
        addresses, _ = parse_addresses(pa.array(texts, pa.string()))
        return self.of_pseudonyms(self._pseudonyms.replace(addresses)[0])

    def of_pseudonyms(self, addresses: Addresses) -> list[str]:
        """Of addresses as the lake knows them."""
        halves = zip(addresses.hi.tolist(), addresses.lo.tolist(), strict=True)
        return [self.hash(f"place|{hi}|{lo}") for hi, lo in halves]

    def hash(self, text: str) -> str:
        """A keyed hash of a text."""
        made = hmac.new(self._key, f"iot-device|{text}".encode(), hashlib.sha256)
        return made.hexdigest()[:DIGITS]


def keep_devices(
    home: Home,
    lines: Iterable[bytes | None],
    attribution: Attribution,
    *,
    by: str,
    at: datetime,
    refused: Counter[str],
) -> tuple[Device, ...]:
    """Put the devices of identified rows in the place of those that the home held.

    Args:
        home: Where they are kept.
        lines: What `iot identify` wrote; null for a line that was too long.
        attribution: Who answers for which address.
        by: Who does it.
        at: Now.
        refused: Counts, filled while lines are read: rows that are none, and those with a mark.
    """
    by_address: defaultdict[str, list[Exposure]] = defaultdict(list)
    for one in read_exposures(lines, refused):
        if one.mark:
            refused[f"marked-{one.mark}"] += 1
        else:
            by_address[one.address].append(one)
    devices = _devices(Places(home.create()), by_address, attribution)
    write_devices(home, devices)
    trail_of(home, lambda: at).note(by, "iot.devices.keep", "", {"devices": str(len(devices))})
    return devices


def write_devices(home: Home, devices: Iterable[Device]) -> None:
    """Keep exactly these."""
    write_whole((msgspec.json.encode(one) + b"\n" for one in devices), home.devices_file)


def kept_devices(home: Home) -> tuple[Device, ...]:
    """The devices of a home, the most urgent first; none where none were kept.

    Raises:
        SourceError: The file is damaged.
    """
    try:
        told = home.devices_file.stat()
    except FileNotFoundError:
        return ()
    return _read(home.devices_file, told.st_mtime_ns, told.st_size)


def states_of(home: Home, store: Store, devices: Iterable[Device]) -> Mapping[str, str]:
    """How far the case of each device is, by the device's id; what no case follows is not there."""
    cases = LineCases(store.database).some(LineChoice())
    if not cases:
        return {}
    seen = [(one["address"], case) for case in cases for one in case.exposures if "address" in one]
    places = Places(home).of_addresses([address for address, _ in seen])
    by_place: defaultdict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for place, (_, case) in zip(places, seen, strict=True):
        by_place[place][case.vendor, case.product] = case.state.value
    found = {}
    for one in devices:
        if state := by_place.get(one.place, {}).get((one.vendor, one.product)):
            found[one.id] = state
    return found


def _devices(
    places: Places, by_address: Mapping[str, list[Exposure]], attribution: Attribution
) -> tuple[Device, ...]:
    texts = sorted(by_address)
    addresses, _ = parse_addresses(pa.array(texts, pa.string()))
    asns, owners = attribution.systems_of(addresses), attribution.places_of(addresses)
    made = []
    for text, place, asn, at in zip(
        texts, places.of_addresses(texts), asns.tolist(), owners.tolist(), strict=True
    ):
        operator = attribution.operator_at(at)
        for key, those in devices_of(by_address[text]).items():
            made.append(
                device_of(
                    those, worst(those), name=places.hash(f"{place}|{key}"), place=place,
                    operator=operator.id if operator else "", asn=int(asn),
                )
            )  # fmt: skip
    return ranked(made)


def ranked(devices: Iterable[Device]) -> tuple[Device, ...]:
    """The most urgent first: those that meet listed servers, then by how soon somebody should act."""
    severities = list(Severity)
    return tuple(
        sorted(
            devices,
            key=lambda one: (-one.servers, severities.index(one.severity), one.trouble, one.id),
        )
    )


@lru_cache(maxsize=2)
def _read(path: Path, _changed_ns: int, _octets: int) -> tuple[Device, ...]:
    """The devices of a file as it was at a moment."""
    decode = msgspec.json.Decoder(Device).decode
    try:
        return tuple(decode(line) for line in path.read_bytes().splitlines())
    except (OSError, msgspec.DecodeError) as error:
        raise SourceError(
            f"{path} cannot be read: {error}; run: noroshi iot devices keep FILE"
        ) from error
