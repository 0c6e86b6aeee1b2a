"""Collect: datagrams of exporters from the socket to the spool, and what is counted on the way."""

from noroshi.spine.flows.collect.counts import Counts, DecodedCounts, ExporterCounts
from noroshi.spine.flows.collect.metrics import METRICS, metrics_text
from noroshi.spine.flows.collect.rates import Rate, rates_of
from noroshi.spine.flows.collect.spooler import Spooler
from noroshi.spine.flows.collect.status import page_documents, status_documents

__all__ = [
    "METRICS",
    "Counts",
    "DecodedCounts",
    "ExporterCounts",
    "Rate",
    "Spooler",
    "metrics_text",
    "page_documents",
    "rates_of",
    "status_documents",
]
