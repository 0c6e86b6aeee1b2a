"""Masscan: its list (`-oL`) and JSON (`-oJ`, `-oD`), a record a line. Its XML is nmap's.

Source:
    masscan(8), sections on `-oL` and `-oJ`.
"""

from collections.abc import Iterator

from noroshi.iot.importers.finding import Finding, address_of, port_of, time_of, transport_of
from noroshi.iot.importers.json_row import json_row
from noroshi.iot.importers.words import readable
from noroshi.spine.model import InputError


def findings_of_masscan(line: bytes) -> Iterator[Finding]:
    """Open ports and banners of one line; none for brackets and comments.

    Raises:
        InputError: The line is none of masscan's.
    """
    line = line.strip().strip(b",")
    if line in {b"", b"[", b"]"} or line.startswith((b"#", b"{finished")):
        return
    if line.startswith(b"{"):
        yield from _of_json(line)
    else:
        yield from _of_list(line.decode("utf-8", "replace"))


def _of_list(line: str) -> Iterator[Finding]:
    kind, *rest = line.split(" ", 6)
    if kind not in {"open", "closed", "banner"} or len(rest) < 4:
        raise InputError("no-masscan-line")
    if kind == "closed":
        return
    transport, port, address, time, *words = rest
    protocol, banner = readable(*words[:2]) if kind == "banner" and len(words) > 1 else ("", "")
    yield Finding(
        address_of(address), port_of(port), transport_of(transport), time_of(time), protocol, banner
    )


def _of_json(line: bytes) -> Iterator[Finding]:
    row = json_row(line)
    ports, data = row.get("ports"), row.get("data")
    if not isinstance(ports, list):  # -oD: one port a record, what it said in `data`
        ports = [row | (data if isinstance(data, dict) else {})]
    for one in ports:
        if not isinstance(one, dict):
            raise InputError("no-masscan-line")
        if one.get("status", "open") != "open":
            continue
        service = one.get("service")
        told = service if isinstance(service, dict) else one
        name = str(told.get("name") or told.get("service_name") or "")
        protocol, banner = readable(name, str(told.get("banner", "")))
        yield Finding(
            address_of(row.get("ip")), port_of(one.get("port")), transport_of(one.get("proto")),
            time_of(row.get("timestamp")), protocol, banner,
        )  # fmt: skip
