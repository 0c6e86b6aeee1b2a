"""Nmap: XML of `-oX`, also masscan's, as a stream; no document type is followed, no entity made.

Source:
    https://nmap.org/book/nmap-dtd.html for elements and attributes.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.parsers import expat

from noroshi.iot.importers.finding import (
    Finding,
    Imported,
    address_of,
    port_of,
    time_of,
    transport_of,
)
from noroshi.iot.importers.words import readable
from noroshi.spine.model import InputError

MAX_WAITING = 4 * 1024 * 1024
"""Octets of one tag or text at most; a longer one ends the file."""
CREDENTIAL_SCRIPT = re.compile(r"brute|default-accounts|creds|passw|auth-owners", re.IGNORECASE)
"""Names of scripts that try or tell what opens a device."""


def findings_of_nmap(pieces: Iterable[bytes], done: Imported) -> Iterator[Finding]:
    """Findings of a file, as they come; what stands before a damaged place is kept.

    Args:
        pieces: The file, in order.
        done: Counts, filled while it is read.
    """
    host = _Host(done)
    parser = expat.ParserCreate()
    parser.StartElementHandler = host.start
    parser.EndElementHandler = host.end
    parser.EntityDeclHandler = _refused
    fed = 0
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            fed += len(piece)
            yield from host.take()
            _bounded(fed - parser.CurrentByteIndex)
        parser.Parse(b"", True)
        yield from host.take()
    except (expat.ExpatError, InputError, ValueError, LookupError) as error:
        yield from host.take()
        done.refused[str(error) if isinstance(error, InputError) else "broken-xml"] += 1


def _bounded(waiting: int) -> None:
    if waiting > MAX_WAITING:
        raise InputError("too-large")


def _refused(*_: object) -> None:
    raise InputError("entity-refused")


class _Host:
    """The host that is being read: what its tags said so far."""

    def __init__(self, done: Imported) -> None:
        self._done = done
        self._found: list[Finding] = []
        self._address = self._time = ""
        self._port: dict[str, str] = {}

    def take(self) -> Iterator[Finding]:
        found, self._found = self._found, []
        yield from found

    def start(self, name: str, told: dict[str, str]) -> None:
        if name == "host":
            self._address, self._time = "", told.get("endtime") or told.get("starttime", "")
        elif name == "address" and told.get("addrtype", "ipv4") in {"ipv4", "ipv6"}:
            self._address = told.get("addr", "")
        elif name == "port":
            self._port = {"port": told.get("portid", ""), "transport": told.get("protocol", "")}
        elif name == "state":
            self._port["state"] = told.get("state", "")
        elif name == "service":
            self._port |= {"name": told.get("name", ""), "banner": told.get("banner", "")}
        elif name == "script":
            self._script(told.get("id", ""), told.get("output", ""))

    def _script(self, name: str, output: str) -> None:
        if CREDENTIAL_SCRIPT.search(name):
            self._port["credential"] = "yes"
        elif name == "banner":
            self._port["banner"] = output
        elif name in {"http-title", "http-server-header"}:
            self._port |= {
                "name": name[5:].replace("server-header", "http_server"),
                "banner": output,
            }

    def end(self, name: str) -> None:
        if name != "port":
            return
        port, self._port = self._port, {}
        if port.get("state") != "open":
            return
        self._done.read += 1
        try:
            self._found.append(self._finding(port))
        except InputError as error:
            self._done.refused[str(error)] += 1

    def _finding(self, port: dict[str, str]) -> Finding:
        if "credential" in port:
            raise InputError("credential-value")
        protocol, banner = readable(port.get("name", ""), port.get("banner", ""))
        time: datetime = time_of(self._time)
        return Finding(
            address_of(self._address), port_of(port["port"]), transport_of(port["transport"]), time,
            protocol, banner,
        )  # fmt: skip
