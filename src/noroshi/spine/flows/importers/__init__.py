"""Importers: one file per source, each a mapping from its columns to the flow table's."""

from importlib import import_module

from noroshi.spine.flows.importers.detect import FORMATS, detect_format
from noroshi.spine.flows.importers.source import Reader, Source

__all__ = ["FORMATS", "Reader", "Source", "detect_format", "reader_of"]


def reader_of(format_: str) -> Reader:
    """The reader of a format of `FORMATS`; its module is loaded when it is wanted."""
    module = import_module(f"noroshi.spine.flows.importers.{FORMATS[format_]}")
    reader: Reader = module.read
    return reader
