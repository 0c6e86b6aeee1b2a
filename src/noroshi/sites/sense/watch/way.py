"""Way: how a watcher reaches its source: the client, where it may go, and what it shows."""

from dataclasses import dataclass, field

import msgspec

from noroshi.spine.model import InputError, SourceError
from noroshi.spine.net.destination import Destinations
from noroshi.spine.net.http import Answer, Limits, Outbound

LIMITS = Limits(wait_s=30.0, total_s=300.0, size_bytes=128 << 20)
"""One request to a source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One source's way.

    Attributes:
        name: Of the source.
        url: Where it is, without a slash at its end.
        destinations: Where connections may go.
        token: What is shown; empty for nothing.
        outbound: The client.
    """

    name: str
    url: str
    destinations: Destinations
    token: str = ""
    outbound: Outbound = field(init=False)

    def __post_init__(self) -> None:
        client = Outbound(limits=LIMITS, destinations=self.destinations)
        object.__setattr__(self, "outbound", client)

    def ask(self, url: str, headers: dict[str, str] | None = None) -> Answer:
        """A good answer; 304 where nothing is new.

        Raises:
            SourceError: The source refuses, asks for less, or is unwell.
            InputError: Its address may not be reached.
        """
        return self.checked(self.outbound.get(url, {**self.bearer(), **(headers or {})}))

    def checked(self, answer: Answer) -> Answer:
        """The answer if it is a good one.

        Raises:
            SourceError: It is not.
        """
        if answer.status in {401, 403}:
            raise SourceError(f"{self.name} refuses us; check its secret")
        if answer.status == 429:
            raise SourceError(f"{self.name} asks for fewer requests; raise its every_s")
        if answer.status not in {200, 304}:
            raise SourceError(f"{self.name} answers {answer.status} for {answer.url[:200]}")
        return answer

    def bearer(self) -> dict[str, str]:
        """The header that shows the token; empty for none."""
        return {"authorization": f"Bearer {self.token}"} if self.token else {}

    def socket_url(self, path: str) -> str:
        """The same place as a WebSocket address."""
        return self.url.replace("http", "ws", 1) + path


def json_of(octets: bytes | str, name: str) -> object:
    """JSON of a source.

    Raises:
        SourceError: It is none.
    """
    try:
        found: object = msgspec.json.decode(octets)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise SourceError(f"{name} answers with broken JSON: {str(error)[:200]}") from error
    return found


def message_of(text: str) -> dict[str, object]:
    """A message of a stream as an object.

    Raises:
        InputError: It is none. The message is the reason.
    """
    try:
        found = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise InputError("bad-message") from error
    if not isinstance(found, dict):
        raise InputError("bad-message")
    return found
