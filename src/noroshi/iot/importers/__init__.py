"""Importers: what other tools found, as the rows that `noroshi iot identify` reads."""

from noroshi.iot.importers.finding import Finding, Imported
from noroshi.iot.importers.formats import FORMATS

__all__ = ["FORMATS", "Finding", "Imported"]
