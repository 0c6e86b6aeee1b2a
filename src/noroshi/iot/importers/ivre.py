"""IVRE: its JSON of `nmap` and `view` records, a host a line, also out of an array or of mongoexport.

Source:
    https://doc.ivre.rocks: purposes `nmap` and `view`. Fields of a record that are read: `addr`,
    `starttime` and `endtime` (UTC without a zone), and for each of its `ports` `port`, `protocol`,
    `state_state`, `service_name`, `service_tunnel`, and of its `scripts` `id` and `output`, whose
    names are nmap's (https://nmap.org/nsedoc/). MongoDB's dates are those of its Extended JSON v2.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from noroshi.iot.importers.finding import (
    Finding,
    address_of,
    port_of,
    refuse_credentials,
    time_of,
    transport_of,
)
from noroshi.iot.importers.json_row import json_object
from noroshi.iot.importers.nmap import CREDENTIAL_SCRIPT
from noroshi.iot.importers.words import readable
from noroshi.spine.model import InputError

TEXTS = {"banner": "", "http-server-header": "http_server", "http-title": "http_title"}
"""Scripts whose output identification reads, the most telling first, and what they are then."""


def findings_of_ivre(line: bytes) -> Iterator[Finding]:
    """Open ports of one host; none for brackets.

    A port that is refused takes no other with it: the good ones come first.

    Raises:
        InputError: The line is no such record, or a port is refused.
    """
    line = line.strip().strip(b",")
    if line in {b"", b"[", b"]"}:
        return
    row = json_object(line)
    ports = row.pop("ports", [])
    if not isinstance(ports, list) or "addr" not in row:
        raise InputError("no-ivre-record")
    refuse_credentials(row)
    address, time = address_of(row["addr"]), _time(row)
    refused: InputError | None = None
    for one in ports:
        try:
            if isinstance(one, Mapping) and one.get("state_state") == "open":
                yield _finding(address, time, one)
        except InputError as error:
            refused = refused or error
    if refused is not None:
        raise refused


def _finding(address: str, time: datetime, port: Mapping[str, object]) -> Finding:
    refuse_credentials(port)
    name, banner = str(port.get("service_name") or ""), ""
    if name == "http" and port.get("service_tunnel") == "ssl":
        name = "https"
    told = _outputs(port.get("scripts"))
    for script, as_name in TEXTS.items():
        if text := told.get(script, ""):
            name, banner = as_name or name, text
            break
    protocol, banner = readable(name, banner)
    number, transport = port_of(port.get("port")), transport_of(port.get("protocol"))
    return Finding(address, number, transport, time, protocol, banner)


def _outputs(scripts: object) -> dict[str, str]:
    """What scripts said, by their name.

    Raises:
        InputError: One of them is of credentials.
    """
    told: dict[str, str] = {}
    for one in scripts if isinstance(scripts, list) else []:
        name = str(one.get("id", "")) if isinstance(one, Mapping) else ""
        if CREDENTIAL_SCRIPT.search(name):
            raise InputError("credential-value")
        if isinstance(output := one.get("output") if name else None, str):
            told[name] = output
    return told


def _time(row: Mapping[str, object]) -> datetime:
    value = row.get("endtime") or row.get("starttime")
    if isinstance(value, Mapping):
        value = value.get("$date")
        if isinstance(value, Mapping):
            value = value.get("$numberLong")
        if str(value).isdecimal():
            return time_of(int(str(value)[:15]) // 1000)
    return time_of(int(value) if isinstance(value, float) and abs(value) < 1e12 else value)
