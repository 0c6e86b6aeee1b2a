"""Analyse: answers to devices, products and versions, with the rule that says so."""

from noroshi.iot.analyse.answer import Feature, features_of
from noroshi.iot.analyse.cpe import Cpe, parse_cpe
from noroshi.iot.analyse.identity import (
    Confidence,
    Identifier,
    Identity,
    make_identifier,
)
from noroshi.iot.analyse.proof import Proof
from noroshi.iot.analyse.recog import Database, read_databases

__all__ = [
    "Confidence",
    "Cpe",
    "Database",
    "Feature",
    "Identifier",
    "Identity",
    "Proof",
    "features_of",
    "make_identifier",
    "parse_cpe",
    "read_databases",
]
