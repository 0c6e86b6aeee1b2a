"""Report: what an operator is told of the weak devices in its network, in the field's formats."""

from noroshi.iot.report.exposure import (
    Exposure,
    Severity,
    Trouble,
    read_exposure,
    read_exposures,
)
from noroshi.iot.report.formats import FORMATS, Format, Render
from noroshi.iot.report.reported import Reported, Sender

__all__ = [
    "FORMATS",
    "Exposure",
    "Format",
    "Render",
    "Reported",
    "Sender",
    "Severity",
    "Trouble",
    "read_exposure",
    "read_exposures",
]
