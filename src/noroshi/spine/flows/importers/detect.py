"""Detect: which format a file is in, by its content."""

from pathlib import Path

from noroshi.spine.model import InputError

FORMATS: dict[str, str] = {
    "export-pcap": "export_pcap",
    "packets": "packets",
    "nfdump": "nfdump",
    "zeek": "zeek",
    "suricata": "suricata",
    "argus": "argus",
    "parquet": "parquet",
}
"""Formats that can be named, and the module that reads each."""


def detect_format(path: Path) -> str:
    """The format of a file by its first octets and first line.

    Raises:
        InputError: No reader knows it; the message lists the formats that can be named.
    """
    with path.open("rb") as file:
        head = file.read(65_536)
    if head[:4] == b"PAR1":
        return "parquet"
    raise InputError(
        f"{path.name} is in no format that is known by its content; "
        f"name it with --format {'|'.join(FORMATS)}"
    )
