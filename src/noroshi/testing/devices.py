"""Devices for tests: identified rows of two operators' networks, kept in a home."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from noroshi.iot.report.device import Device
from noroshi.jobs.iot.attributing import open_attribution
from noroshi.jobs.iot.keeping_devices import keep_devices
from noroshi.spine.home import Home

SEEN = datetime(2026, 11, 1, 12, tzinfo=UTC)


def found_row(address: str, port: int = 80, **more: object) -> dict[str, object]:
    """A service that answered, with nothing wrong."""
    row: dict[str, object] = {
        "id": f"{address}:{port}", "address": address, "port": port,
        "time": f"{SEEN:%Y-%m-%dT%H:%M:%SZ}", "confidence": "exact version",
    }  # fmt: skip
    return row | more


def holed(cve: str = "CVE-2024-0001", *, kev: bool = False) -> dict[str, object]:
    """What is added to a row whose version has a known hole."""
    proof = {"source": "nvd", "params": {"cve": cve, "certainty": "exact"}}
    return {"cves": [cve], "kev": kev, "evidence": [proof]}


def one_device(name: str, operator: str, **more: object) -> Device:
    """A device of an operator, with a known hole unless said otherwise."""
    values: dict[str, object] = {
        "id": name, "place": f"place-{name}", "operator": operator, "vendor": "Example",
        "product": "Router 1", "version": "1.0", "trouble": "vulnerable", "severity": "high",
        "cves": ["CVE-2024-0001"], "services": ["tcp/80"], "seen_at": SEEN,
    }  # fmt: skip
    return msgspec.convert(values | more, Device)


def keep_rows(
    home: Home, *rows: dict[str, object], as_table: Path | None = None
) -> tuple[Device, ...]:
    """Keep the devices of rows."""
    lines = [json.dumps(row).encode() for row in rows]
    attribution = open_attribution(home, as_table)
    at = SEEN + timedelta(hours=1)
    return keep_devices(home, lines, attribution, by="user:a", at=at, refused=Counter())
