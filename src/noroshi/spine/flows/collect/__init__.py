"""Collect: datagrams of exporters from the socket to the spool, and what is counted on the way."""

from noroshi.spine.flows.collect.counts import Counts, DecodedCounts, ExporterCounts
from noroshi.spine.flows.collect.metrics import metrics_text
from noroshi.spine.flows.collect.spooler import Spooler

__all__ = ["Counts", "DecodedCounts", "ExporterCounts", "Spooler", "metrics_text"]
