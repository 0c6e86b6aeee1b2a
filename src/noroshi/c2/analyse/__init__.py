"""Analyse: flows in, evidence per server and symptoms per client out."""

from noroshi.c2.analyse.columns import Columns, Flags, Floats, Ints
from noroshi.c2.analyse.plan import SLOTS, Analysis, AnalysisParameters, Network, analyse
from noroshi.c2.analyse.services import KINDS, UNLISTED, port_kinds, port_ranks

__all__ = [
    "KINDS",
    "SLOTS",
    "UNLISTED",
    "Analysis",
    "AnalysisParameters",
    "Columns",
    "Flags",
    "Floats",
    "Ints",
    "Network",
    "analyse",
    "port_kinds",
    "port_ranks",
]
