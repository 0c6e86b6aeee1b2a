"""A made country of lines: devices that answer protocol-true, operators with session logs, and truth.

speech   what devices say              device   models, and the services of one device
operator lines, sessions, port sets    people   who mends what, and when
world    all of it, day by day         knowledge   made fingerprints, weaknesses and ends of life
"""

from noroshi.lab.survey.device import Device, Kind, services_of
from noroshi.lab.survey.operator import LineSession, MadeOperator
from noroshi.lab.survey.world import Plan, Weak, World, make_world

__all__ = [
    "Device",
    "Kind",
    "LineSession",
    "MadeOperator",
    "Plan",
    "Weak",
    "World",
    "make_world",
    "services_of",
]
