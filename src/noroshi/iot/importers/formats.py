"""Formats: readers of lines by the name of their tool."""

from collections.abc import Callable, Iterator, Mapping

from noroshi.iot.importers.finding import Finding
from noroshi.iot.importers.ivre import findings_of_ivre
from noroshi.iot.importers.masscan import findings_of_masscan
from noroshi.iot.importers.tables import Table, shadowserver_finding, zmap_finding
from noroshi.iot.importers.zgrab import findings_of_zgrab

Reader = Callable[[bytes], Iterator[Finding]]

FORMATS: Mapping[str, Callable[[], Reader]] = {
    "masscan": lambda: findings_of_masscan,
    "zmap": lambda: Table(zmap_finding),
    "zgrab2": lambda: findings_of_zgrab,
    "ivre": lambda: findings_of_ivre,
    "shadowserver": lambda: Table(shadowserver_finding),
}
"""Makes a reader for one file; nmap's XML is no lines and read on its own."""
