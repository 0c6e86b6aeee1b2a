"""Finding: one service that another tool found, checked; never what opens it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from noroshi.spine.model import InputError, canonical_address, rfc3339

MAX_BANNER = 16_384
MAX_DEPTH = 16
_CREDENTIAL = re.compile(
    r"(?:^|_)(?:pass|passwd|password|passwords|passphrase|pwd|credential|credentials|creds|psk"
    r"|community|authorization|user_?pass)(?:$|_)|^(?:pin|secret)$"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LATEST_S = 253_402_300_799  # the end of the year 9999


@dataclass(slots=True)
class Imported:
    """A run: findings that left, and what was refused by reason."""

    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)


class Finding(NamedTuple):
    """A service at an address and port, when it was found, and what it said.

    Attributes:
        banner: Empty where it said nothing that identification can read.
        data: A record as zgrab writes it; null where there is none.
        kind: What is wrong where the tool says so.
    """

    address: str
    port: int
    transport: str
    time: datetime
    protocol: str = ""
    banner: str = ""
    data: Mapping[str, object] | None = None
    kind: str = ""

    def row(self) -> dict[str, object]:
        """As `noroshi iot identify` reads it."""
        made: dict[str, object] = {
            "id": f"{self.address}:{self.port}",
            "address": self.address,
            "port": self.port,
            "transport": self.transport,
            "time": rfc3339(self.time),
        }
        for name in ("protocol", "kind"):
            if value := getattr(self, name):
                made[name] = value
        if self.data is not None:
            made["data"] = self.data
        elif self.banner:
            made["banner"] = self.banner[:MAX_BANNER]
        return made


def address_of(value: object) -> str:
    """A canonical address.

    Raises:
        InputError: It is none.
    """
    try:
        return canonical_address(str(value))
    except InputError as error:
        raise InputError("no-address") from error


def port_of(value: object) -> int:
    """A port, 1 to 65535.

    Raises:
        InputError: It is none.
    """
    text = str(value).strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and 0 < int(text) <= 65_535):
        raise InputError("no-port")
    return int(text)


def transport_of(value: object) -> str:
    """`tcp` or `udp`.

    Raises:
        InputError: It is another.
    """
    text = str(value).lower()
    if text not in {"tcp", "udp"}:
        raise InputError("no-transport")
    return text


def time_of(value: object) -> datetime:
    """A moment in Unix seconds, or in ISO 8601; without a zone it is UTC, as these tools write.

    Raises:
        InputError: It is none.
    """
    text = str(value).strip()
    try:
        if text.isascii() and text.isdecimal() and len(text) <= 12:
            return datetime.fromtimestamp(min(int(text), _LATEST_S), UTC)
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InputError("no-time") from error


def refuse_credentials(row: Mapping[str, object]) -> None:
    """See that no field of a row, however deep, holds a credential.

    Raises:
        InputError: One does by its name, or the row is too deep to see.
    """
    for name, value in _fields(row, 0):
        plain = _CAMEL.sub("_", name).replace("-", "_").replace(" ", "_").replace(".", "_").lower()
        is_told = bool(value) if isinstance(value, str) else not isinstance(value, bool | None)
        if is_told and _CREDENTIAL.search(plain):
            raise InputError("credential-value")


def _fields(value: object, depth: int, name: str = "") -> Iterator[tuple[str, object]]:
    if depth > MAX_DEPTH:
        raise InputError("too-deep")
    if isinstance(value, Mapping):
        for inner_name, inner in value.items():
            yield from _fields(inner, depth + 1, str(inner_name))
    elif isinstance(value, list):
        for inner in value:
            yield from _fields(inner, depth + 1, name)
    else:
        yield name, value
