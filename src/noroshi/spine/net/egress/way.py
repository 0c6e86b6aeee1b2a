"""Way: from a host to the one address that a session connects to."""

import asyncio
from dataclasses import dataclass

from noroshi.spine.model import InputError, SourceError
from noroshi.spine.net.destination import Destinations, UnknownNameError
from noroshi.spine.net.egress.bounds import EgressBounds
from noroshi.spine.net.egress.local_name import is_local_name
from noroshi.spine.net.egress.report import Refusal, Refused
from noroshi.spine.net.egress.stage import Stage

MOST_TRIED = 4
"""Addresses of a host that are tried in turn."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An open connection, and where it goes."""

    address: str
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


class RefusedError(InputError):
    """A place may not, or cannot, be reached."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.detail)
        self.refused = refused


class Way:
    """Resolves each host once, checks every address, and connects to what was checked."""

    def __init__(
        self, destinations: Destinations, bounds: EgressBounds, stage: Stage | None = None
    ) -> None:
        self._destinations, self._bounds, self._stage = destinations, bounds, stage
        self._found: dict[str, asyncio.Task[tuple[str, ...]]] = {}

    async def connect(self, host: str, port: int) -> Endpoint:
        """A connection to a place.

        Raises:
            RefusedError: It may not, or cannot, be reached.
        """
        played = self._stage.place(host, port) if self._stage else None
        if played is not None:
            return await self._open((played[0],), played[1], (host, port))
        if port not in self._bounds.ports:
            raise _refused((host, port), Refusal.PORT, f"port {port} is no port of web pages")
        if is_local_name(host):
            why = f"{host!r} is a name of this machine or network; nothing was asked or sent"
            raise _refused((host, port), Refusal.ADDRESS, why)
        return await self._open(await self._addresses(host, port), port, (host, port))

    def resolved(self, host: str) -> tuple[str, ...]:
        """What a host was found to resolve to; empty where it did not, or was not asked."""
        found = self._found.get(host)
        if found is None or not found.done() or found.cancelled() or found.exception():
            return ()
        return found.result()

    async def _addresses(self, host: str, port: int) -> tuple[str, ...]:
        if host not in self._found:
            self._found[host] = asyncio.ensure_future(
                asyncio.to_thread(self._destinations.addresses, host)
            )
        try:
            return await asyncio.wait_for(asyncio.shield(self._found[host]), self._bounds.connect_s)
        except InputError as error:
            raise _refused((host, port), Refusal.ADDRESS, str(error)) from error
        except UnknownNameError as error:
            raise _refused((host, port), Refusal.ABSENT, str(error)) from error
        except (SourceError, TimeoutError) as error:
            why = str(error) or f"{host} did not resolve in time"
            raise _refused((host, port), Refusal.UNRESOLVED, why) from error

    async def _open(
        self, addresses: tuple[str, ...], port: int, asked: tuple[str, int]
    ) -> Endpoint:
        why = ""
        for address in addresses[:MOST_TRIED]:
            try:
                reader, writer = await asyncio.wait_for(
                    asyncio.open_connection(address, port), self._bounds.connect_s
                )
            except (OSError, TimeoutError) as error:
                why = str(error) or "no answer in time"
            else:
                return Endpoint(address, reader, writer)
        raise _refused(asked, Refusal.UNREACHABLE, f"{asked[0]} does not answer: {why}")

    def close(self) -> None:
        """Forget what was resolved."""
        for task in self._found.values():
            task.cancel()


def _refused(asked: tuple[str, int], why: Refusal, detail: str) -> RefusedError:
    return RefusedError(Refused(*asked, why, detail))
