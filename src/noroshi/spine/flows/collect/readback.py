"""Readback: the counts that a running collector wrote for Prometheus, read by its neighbours."""

import re
from pathlib import Path

from noroshi.spine.flows.collect.metrics import METRICS, PREFIX

MOST_OCTETS = 16 * 2**20
"""A larger file is none of ours: 65,536 exporters take about 14 MB."""

_LINE = re.compile(PREFIX + r'(\w+)(?:\{\w+="([^"\n]*)"\})? (-?\d{1,19})')
_NAMES = {metric.name for metric in METRICS}

Readings = dict[str, dict[str, int]]
"""Values by name and label; a value without label stands under the empty text."""


def read_back(file: Path) -> Readings:
    """The newest counts; empty where no collector has written any.

    Raises:
        OSError: The file is there and cannot be read.
    """
    if not file.is_file() or file.stat().st_size > MOST_OCTETS:
        return {}
    readings: Readings = {}
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        match = _LINE.fullmatch(line)
        if match and match.group(1) in _NAMES:
            readings.setdefault(match.group(1), {})[match.group(2) or ""] = int(match.group(3))
    return readings
