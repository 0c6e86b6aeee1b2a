"""RPKI: origin validation of a whole table (RFC 6811), with the reason of every invalid route."""

from noroshi.readiness.rpki.analyse.sweep import State, Verdicts, validate
from noroshi.readiness.rpki.judge.reason import WORDS, reasons
from noroshi.readiness.rpki.routes import Routes
from noroshi.readiness.rpki.sense.route_file import read_routes
from noroshi.readiness.rpki.sense.vrp_file import read_vrps
from noroshi.readiness.rpki.vrps import Vrps

__all__ = [
    "WORDS",
    "Routes",
    "State",
    "Verdicts",
    "Vrps",
    "read_routes",
    "read_vrps",
    "reasons",
    "validate",
]
