"""Tables: CSV with a heading, a record a line, as zmap and Shadowserver write it.

Source:
    zmap(1), section "output fields"; Shadowserver's report pages,
    https://www.shadowserver.org/what-we-do/network-reporting/
"""

import csv
from collections.abc import Callable, Iterator, Mapping

from noroshi.iot.importers.finding import (
    Finding,
    address_of,
    port_of,
    refuse_credentials,
    time_of,
    transport_of,
)
from noroshi.iot.importers.words import readable
from noroshi.spine.model import InputError

Row = Mapping[str, str]
WEAK_CREDENTIAL = "weak-credential"
_WEAK = ("weak-credential", "default-credential", "default-password", "weak-password")
_FROM = 2.0


class Table:
    """Reader of lines under the heading that the first one is."""

    def __init__(self, read: Callable[[Row], Finding | None]) -> None:
        self._read = read
        self._names: list[str] = []

    def __call__(self, line: bytes) -> Iterator[Finding]:
        """The finding of one line; none for the heading.

        Raises:
            InputError: The line has other columns than the heading, or no finding.
        """
        cells = _cells(line)
        if not self._names:
            self._names = [name.strip().lower().replace("-", "_") for name in cells]
            return
        if len(cells) != len(self._names):
            raise InputError("other-columns")
        row = dict(zip(self._names, cells, strict=True))
        refuse_credentials(row)
        found = self._read(row)
        if found is not None:
            yield found


def _cells(line: bytes) -> list[str]:
    try:
        rows = list(
            csv.reader([line.decode("utf-8-sig", "replace").replace("\0", "")], strict=True)
        )
    except csv.Error as error:
        raise InputError("no-csv") from error
    return rows[0] if rows else []


def zmap_finding(row: Row) -> Finding | None:
    """A row of zmap with `saddr`, `sport` and a time; none for one that did not succeed."""
    if row.get("success", "1") not in {"1", "true"}:
        return None
    return Finding(
        address_of(row.get("saddr")),
        port_of(row.get("sport")),
        "udp" if row.get("classification", "").startswith(("udp", "dns", "ntp")) else "tcp",
        time_of(row.get("timestamp_ts") or row.get("timestamp_str")),
    )


def shadowserver_finding(row: Row) -> Finding:
    """A row of a report; who is told infected, weak or amplifying keeps that."""
    protocol, banner = readable(_application(row), row.get("banner", ""))
    if server := row.get("server") or row.get("http_server", ""):
        protocol, banner = "http_server", server
    return Finding(
        address_of(row.get("ip") or row.get("src_ip")),
        port_of(row.get("port") or row.get("src_port")),
        transport_of(row.get("protocol") or "tcp"),
        time_of(row.get("timestamp")),
        protocol,
        banner,
        kind=_kind(row),
    )


def _application(row: Row) -> str:
    return row.get("service") or row.get("tag", "").replace(",", ";").split(";")[0]


def _kind(row: Row) -> str:
    tag = row.get("tag", "").lower()
    if any(word in tag for word in _WEAK):
        return WEAK_CREDENTIAL
    if row.get("infection"):
        return "infected"
    try:
        return "reflector" if float(row.get("amplification") or 0) >= _FROM else ""
    except ValueError as error:
        raise InputError("no-amplification") from error
