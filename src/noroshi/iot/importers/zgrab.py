"""ZGrab2: one JSON record an address; each module that succeeded is a finding.

Source:
    https://github.com/zmap/zgrab2, its README on output and `schemas/`.
"""

from collections.abc import Iterator

from noroshi.iot.importers.finding import Finding, address_of, port_of, time_of
from noroshi.iot.importers.json_row import json_row
from noroshi.spine.model import InputError

PORTS = {
    "ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "http": 80, "pop3": 110, "ntp": 123, "imap": 143,
    "tls": 443, "modbus": 502, "mqtt": 1883, "fox": 1911, "mysql": 3306,
}  # fmt: skip
"""Where a module asks unless told otherwise, for records that do not say."""


def findings_of_zgrab(line: bytes) -> Iterator[Finding]:
    """Findings of one record.

    Raises:
        InputError: The line is no such record.
    """
    row = json_row(line)
    modules = row.get("data")
    if not isinstance(modules, dict):
        raise InputError("no-zgrab-record")
    for name, told in modules.items():
        if not isinstance(told, dict):
            raise InputError("no-zgrab-record")
        if told.get("status") != "success":
            continue
        protocol = str(told.get("protocol") or name)
        result = told.get("result")
        yield Finding(
            address_of(row.get("ip")),
            port_of(told.get("port") or row.get("port") or PORTS.get(protocol)),
            "udp" if protocol == "ntp" else "tcp",
            time_of(told.get("timestamp")),
            protocol[:40],
            data={protocol: result if isinstance(result, dict) else {}},
        )
